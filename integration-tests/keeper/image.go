package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
)

// image writes this program as a container image in the format of "docker save", which containerd imports. The image has
// one layer with one file, and runs "pause".
func image(name string, output io.Writer) error {
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		return err
	}
	layer, err := archive(file{"keeper", program, 0o755})
	if err != nil {
		return err
	}
	config, err := json.Marshal(map[string]any{
		"architecture": runtime.GOARCH,
		"os":           "linux",
		"config":       map[string]any{"Entrypoint": []string{"/keeper", "pause"}},
		"rootfs":       map[string]any{"type": "layers", "diff_ids": []string{fmt.Sprintf("sha256:%x", sha256.Sum256(layer))}},
	})
	if err != nil {
		return err
	}
	manifest, err := json.Marshal([]map[string]any{{
		"Config": "config.json", "RepoTags": []string{name}, "Layers": []string{"layer.tar"},
	}})
	if err != nil {
		return err
	}
	whole, err := archive(
		file{"manifest.json", manifest, 0o644}, file{"config.json", config, 0o644}, file{"layer.tar", layer, 0o644})
	if err != nil {
		return err
	}
	_, err = output.Write(whole)
	return err
}

type file struct {
	name    string
	content []byte
	mode    int64
}

func archive(files ...file) ([]byte, error) {
	var buffer bytes.Buffer
	writer := tar.NewWriter(&buffer)
	for _, entry := range files {
		header := &tar.Header{Name: entry.name, Mode: entry.mode, Size: int64(len(entry.content)), Typeflag: tar.TypeReg}
		if err := writer.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := writer.Write(entry.content); err != nil {
			return nil, err
		}
	}
	err := writer.Close()
	return buffer.Bytes(), err
}
