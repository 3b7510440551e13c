// pulumi-resource-kubernetes is the provider of @pulumi/kubernetes, at the newest revision that is published as a module.
//
// Upstream's own main package needs generated files that are not published. They hold the schema, which the provider only
// reads to import or `.get()` resources whose inputs it never saw.
package main

import "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"

// The release before this revision: what the engine is told.
const version = "4.18.1"

func main() {
	provider.Serve("kubernetes", version, []byte("{}"), []byte("{}"))
}
