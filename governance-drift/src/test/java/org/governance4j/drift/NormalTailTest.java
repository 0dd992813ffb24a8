package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTailTest {

  @ParameterizedTest
  // scipy 1.17.1, norm.logsf
  @CsvSource({
    "-5, -2.8665161296376294e-07",
    "-1, -0.1727537790234499",
    "0, -0.6931471805599453",
    "0.5, -1.1759117615936188",
    "1, -1.8410216450092634",
    "2.7, -5.6644731683964435",
    "3, -6.60772622151035",
    "8, -35.01343715991456",
    "15, -116.13138484571171",
    "19.99, -203.71670771720844",
    "20, -203.9171553710973",
    "20.01, -204.11770277865995",
    "25, -316.63940800802027",
    "37, -689.0305855768908",
    "40, -804.6084420137539",
    "100, -5005.524208694205",
    "100000.0, -5000000012.431865",
    "1e+150, -5.000000000000001e+299"
  })
  void agrees_with_scipy(double z, double expected) {
    assertEquals(expected, NormalTail.log(z, false), 1e-12 * Math.abs(expected) + 1e-15);
  }

  @Test
  void both_sides_are_twice_as_probable_and_never_more_than_certain() {
    assertEquals(Math.log(.0026997960632602), NormalTail.log(3, true), 1e-12);
    assertEquals(0, NormalTail.log(0, true), 1e-15);
    assertEquals(0, NormalTail.log(-2, true));
  }

  @Test
  void it_stays_finite_however_far_out() {
    assertEquals(-Double.MAX_VALUE, NormalTail.log(1e200, true));
    assertEquals(-Double.MAX_VALUE, NormalTail.log(Double.POSITIVE_INFINITY, false));
    assertTrue(Double.isNaN(NormalTail.log(Double.NaN, true)));
  }
}
