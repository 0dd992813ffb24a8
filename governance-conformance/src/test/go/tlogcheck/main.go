// Command tlogcheck verifies and writes C2SP tlog-tiles directories with golang.org/x/mod/sumdb
// alone: an implementation of the same formats that shares no code with this project.
//
//	tlogcheck verify DIR VKEY       exit code 0 if the log holds, 1 if it does not
//	tlogcheck write DIR ORIGIN N    writes a log of N entries, prints its verifier key
package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	full   = 1 << height
)

func main() {
	err := errors.New("usage: tlogcheck verify DIR VKEY | write DIR ORIGIN N")
	switch {
	case len(os.Args) == 4 && os.Args[1] == "verify":
		err = verify(os.Args[2], os.Args[3])
	case len(os.Args) == 5 && os.Args[1] == "write":
		var n int64
		if n, err = strconv.ParseInt(os.Args[4], 10, 64); err == nil {
			err = write(os.Args[2], os.Args[3], n)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tlogcheck:", err)
		os.Exit(1)
	}
}

// hashes is a tree in memory, in the order of tlog's stored hash indexes.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(h)) {
			return nil, fmt.Errorf("no stored hash %d", index)
		}
		read[i] = h[index]
	}
	return read, nil
}

func (h hashes) root(size int64) (tlog.Hash, error) {
	if size == 0 { // the library leaves it open
		return sha256.Sum256(nil), nil
	}
	return tlog.TreeHash(size, h)
}

// add appends the entry's leaf, and every subtree that it completes.
func (h *hashes) add(index int64, entry []byte) error {
	more, err := tlog.StoredHashes(index, entry, *h)
	*h = append(*h, more...)
	return err
}

// tiles calls visit for every tile of a tree: of an incomplete one, only the width it has.
func tiles(size int64, visit func(tlog.Tile) error) error {
	for level := 0; size>>(height*level) > 0; level++ {
		count := size >> (height * level)
		for n := int64(0); n*full < count; n++ {
			width := count - n*full
			if width > full {
				width = full
			}
			if err := visit(tlog.Tile{H: height, L: level, N: n, W: int(width)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// path is where tlog-tiles keeps a tile: like the library, without the height.
func path(tile tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
}

// bundle is where tlog-tiles keeps the entries under a tile of level 0.
func bundle(tile tlog.Tile) string {
	return "tile/entries/" + strings.TrimPrefix(path(tile), "tile/0/")
}

// directory serves the library with the tiles of a log.
type directory string

func (d directory) Height() int { return height }

func (d directory) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(wanted))
	for i, tile := range wanted {
		data, err := d.read(path(tile), path(tlog.Tile{H: height, L: tile.L, N: tile.N, W: full}))
		if err != nil {
			return nil, err
		}
		if len(data) < tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s is short", path(tile))
		}
		read[i] = data[:tile.W*tlog.HashSize]
	}
	return read, nil
}

func (d directory) SaveTiles([]tlog.Tile, [][]byte) {}

// read reads a partial file, or the full one that has taken its place.
func (d directory) read(partial, whole string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(string(d), partial))
	if errors.Is(err, os.ErrNotExist) && whole != partial {
		data, err = os.ReadFile(filepath.Join(string(d), whole))
	}
	return data, err
}

func (d directory) entries(tile tlog.Tile) ([][]byte, error) {
	name := bundle(tile)
	data, err := os.ReadFile(filepath.Join(string(d), name))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("%s is cut short", name)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if len(entries) != tile.W {
		return nil, fmt.Errorf("%s has %d entries, want %d", name, len(entries), tile.W)
	}
	return entries, nil
}

// open checks the checkpoint's signature and takes it apart.
func open(d directory, vkey string) (tree tlog.Tree, origin string, err error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tree, "", err
	}
	signed, err := os.ReadFile(filepath.Join(string(d), "checkpoint"))
	if err != nil {
		return tree, "", err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tree, "", err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tree, "", fmt.Errorf("a checkpoint of %d lines", len(lines)-1)
	}
	if lines[0] != verifier.Name() {
		return tree, "", fmt.Errorf("origin %q is not the key's name", lines[0])
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil || tree.N < 0 {
		return tree, "", fmt.Errorf("size %q", lines[1])
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, lines[0], err
}

func verify(dir, vkey string) error {
	d := directory(dir)
	tree, origin, err := open(d, vkey)
	if err != nil {
		return err
	}
	var stored hashes
	err = tiles(tree.N, func(tile tlog.Tile) error {
		if tile.L > 0 {
			return nil
		}
		entries, err := d.entries(tile)
		for i := 0; err == nil && i < len(entries); i++ {
			err = stored.add(tile.N*full+int64(i), entries[i])
		}
		return err
	})
	if err != nil {
		return err
	}
	root, err := stored.root(tree.N)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return fmt.Errorf("the entries have the root %v, signed is %v", root, tree.Hash)
	}
	files := 0
	err = tiles(tree.N, func(tile tlog.Tile) error {
		want, err := tlog.ReadTileData(tile, stored)
		if err != nil {
			return err
		}
		got, err := os.ReadFile(filepath.Join(dir, path(tile)))
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			return fmt.Errorf("%s does not follow from the entries", path(tile))
		}
		files++
		return nil
	})
	if err != nil {
		return err
	}
	proofs, err := prove(tree, tlog.TileHashReader(tree, d), stored)
	if err != nil {
		return err
	}
	fmt.Printf("verified %s %d %v tiles=%d proofs=%d\n", origin, tree.N, tree.Hash, files, proofs)
	return nil
}

// prove makes proofs from the tiles alone and checks them against the entries.
func prove(tree tlog.Tree, reader tlog.HashReader, stored hashes) (int, error) {
	proofs := 0
	for _, at := range samples(tree.N) {
		leaf := stored[tlog.StoredHashIndex(0, at)]
		read, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, at)})
		if err != nil {
			return 0, err
		}
		if read[0] != leaf {
			return 0, fmt.Errorf("the tiles have another leaf %d", at)
		}
		record, err := tlog.ProveRecord(tree.N, at, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(record, tree.N, tree.Hash, at, leaf); err != nil {
			return 0, fmt.Errorf("record %d: %v", at, err)
		}
		older, err := stored.root(at + 1)
		if err != nil {
			return 0, err
		}
		extension, err := tlog.ProveTree(tree.N, at+1, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(extension, tree.N, tree.Hash, at+1, older); err != nil {
			return 0, fmt.Errorf("tree %d: %v", at+1, err)
		}
		proofs += 2
	}
	return proofs, nil
}

// samples are indexes on both sides of every border of a tile, and some between.
func samples(size int64) []int64 {
	var found []int64
	seen := map[int64]bool{}
	take := func(at int64) {
		if at >= 0 && at < size && !seen[at] {
			seen[at] = true
			found = append(found, at)
		}
	}
	for border := int64(1); border <= size; border *= full {
		for _, at := range []int64{border - 2, border - 1, border, border + 1, 2*border - 1, 2 * border} {
			take(at)
		}
	}
	for i := int64(0); i < 64; i++ {
		take(i * size / 64)
	}
	take(size - 1)
	return found
}

// entry is empty or as long as can be now and then.
func entry(i int64) []byte {
	switch i % 1000 {
	case 17:
		return nil
	case 18:
		return bytes.Repeat([]byte{byte(i)}, 65535)
	}
	return []byte(fmt.Sprintf("entry %d written by Go", i))
}

func write(dir, origin string, size int64) error {
	skey, vkey, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	var stored hashes
	for i := int64(0); i < size; i++ {
		if err := stored.add(i, entry(i)); err != nil {
			return err
		}
	}
	err = tiles(size, func(tile tlog.Tile) error {
		data, err := tlog.ReadTileData(tile, stored)
		if err == nil {
			err = save(dir, path(tile), data)
		}
		if err != nil || tile.L > 0 {
			return err
		}
		var entries []byte
		for i := 0; i < tile.W; i++ {
			each := entry(tile.N*full + int64(i))
			entries = append(binary.BigEndian.AppendUint16(entries, uint16(len(each))), each...)
		}
		return save(dir, bundle(tile), entries)
	})
	if err != nil {
		return err
	}
	root, err := stored.root(size)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", origin, size, base64.StdEncoding.EncodeToString(root[:]))
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err == nil {
		err = save(dir, "checkpoint", signed)
	}
	if err == nil {
		fmt.Println(vkey)
	}
	return err
}

func save(dir, name string, data []byte) error {
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o666)
}
