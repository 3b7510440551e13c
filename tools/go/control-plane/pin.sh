#!/bin/sh
# Rewrites go.mod and go.sum for one Kubernetes version: ./pin.sh 1.35.4
#
# k8s.io/kubernetes requires its staging modules at v0.0.0 and replaces them by local folders, which a main module of
# ours does not inherit. Each of them is published as v0.<minor>.<patch>; the list is read from upstream's own go.mod.
set -eu
cd "$(dirname "$0")"
version=${1#v}
staging="v0.${version#1.}"
export GOTOOLCHAIN=local GOFLAGS=-mod=mod

rm -f go.sum
printf 'module pulumi-accelerators/tools/control-plane\n\ngo 1.26\n' >go.mod
upstream=$(go mod download -json "k8s.io/kubernetes@v$version" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
sed -n 's|^[[:space:]]*\(k8s.io/[a-z-]*\) v0\.0\.0$|\1|p' "$upstream" | sort -u | while read -r module; do
    go mod edit -replace "$module=$module@$staging"
done
go get -tool \
    "k8s.io/kubernetes/cmd/kube-apiserver@v$version" \
    "k8s.io/kubernetes/cmd/kube-scheduler@v$version" \
    "k8s.io/kubernetes/cmd/kube-controller-manager@v$version" \
    "k8s.io/kubernetes/cmd/kubectl@v$version"
go mod tidy
