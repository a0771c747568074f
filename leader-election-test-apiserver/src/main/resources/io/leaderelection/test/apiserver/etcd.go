package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

// runEtcd is etcd's own main: it takes etcd's documented flags, so this part and a stock etcd are interchangeable.
func runEtcd() int {
	etcdmain.Main(os.Args)
	return 0
}
