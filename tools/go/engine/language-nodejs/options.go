package main

import (
	"fmt"

	"github.com/google/shlex"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// runtimeOptions are the `runtime.options` of Pulumi.yaml, PulumiPlugin.yaml or PulumiPolicy.yaml.
type runtimeOptions struct {
	typescript     bool
	tsconfig       string
	nodeArgs       []string
	packageManager npm.PackageManagerType
}

func readOptions(info *pulumirpc.ProgramInfo) (runtimeOptions, error) {
	given := info.GetOptions().AsMap()
	typescript, err := option(given, "typescript", true)
	if err != nil {
		return runtimeOptions{}, err
	}
	tsconfig, err := option(given, "tsconfig", "")
	if err != nil {
		return runtimeOptions{}, err
	}
	nodeArgs, err := option(given, "nodeargs", "")
	if err != nil {
		return runtimeOptions{}, err
	}
	words, err := shlex.Split(nodeArgs)
	if err != nil {
		return runtimeOptions{}, fmt.Errorf("runtime option nodeargs: %w", err)
	}
	packageManager, err := option(given, "packagemanager", string(npm.AutoPackageManager))
	if err != nil {
		return runtimeOptions{}, err
	}
	return runtimeOptions{typescript, tsconfig, words, npm.PackageManagerType(packageManager)}, nil
}

func option[T any](given map[string]any, name string, fallback T) (T, error) {
	value, present := given[name]
	if !present || value == nil {
		return fallback, nil
	}
	typed, ok := value.(T)
	if !ok {
		return fallback, fmt.Errorf("runtime option %s must be a %T, got %v", name, fallback, value)
	}
	return typed, nil
}

// environment tells @pulumi/pulumi whether, and with which settings, to load ts-node.
func (options runtimeOptions) environment() []string {
	var env []string
	if options.typescript {
		env = append(env, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if options.tsconfig != "" {
		env = append(env, "PULUMI_NODEJS_TSCONFIG_PATH="+options.tsconfig)
	}
	return env
}
