// Builds the program that holds the namespaces of a node with real pods, and is the first process of each pod's sandbox.
module io.leaderelection/integration-tests/keeper

go 1.26.0
