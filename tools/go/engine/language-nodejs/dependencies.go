package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GetRequiredPackages names none: the engine finds the provider of each resource when it is registered, and an answer
// here would make it download providers that are attached by other means.
func (host *languageHost) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

// GetProgramDependencies lists what the lock file of the program says.
func (host *languageHost) GetProgramDependencies(
	ctx context.Context, req *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	manager, err := packageManager(req.GetInfo())
	if err != nil {
		return nil, err
	}
	packages, err := manager.ListPackages(ctx, req.GetInfo().GetProgramDirectory(), req.GetTransitiveDependencies())
	if err != nil {
		return nil, fmt.Errorf("could not list the dependencies: %w", err)
	}
	dependencies := make([]*pulumirpc.DependencyInfo, 0, len(packages))
	for _, found := range packages {
		dependencies = append(dependencies, &pulumirpc.DependencyInfo{Name: found.Name, Version: found.Version})
	}
	return &pulumirpc.GetProgramDependenciesResponse{Dependencies: dependencies}, nil
}

// InstallDependencies runs the package manager of the program, at the root of its workspace if it is in one.
func (host *languageHost) InstallDependencies(
	req *pulumirpc.InstallDependenciesRequest, server pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	closer, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(server, req.GetIsTerminal())
	if err != nil {
		return err
	}
	defer closer.Close()

	options, err := readOptions(req.GetInfo())
	if err != nil {
		return err
	}
	directory := req.GetInfo().GetProgramDirectory()
	root, err := npm.FindWorkspaceRoot(directory)
	if errors.Is(err, npm.ErrNotInWorkspace) {
		root = directory
	} else if err != nil {
		return fmt.Errorf("could not find the workspace of %s: %w", directory, err)
	}
	fmt.Fprintf(stdout, "Installing dependencies of %s\n", root)
	if _, err := npm.Install(server.Context(), options.packageManager, root, false, stdout, stderr); err != nil {
		return err
	}
	return closer.Close()
}

// About names the Node executable and the package manager. What cannot be found out is left out.
func (host *languageHost) About(
	ctx context.Context, req *pulumirpc.AboutRequest,
) (*pulumirpc.AboutResponse, error) {
	node, err := findNode()
	if err != nil {
		return nil, err
	}
	about := &pulumirpc.AboutResponse{Executable: node, Metadata: map[string]string{}}
	if output, err := exec.CommandContext(ctx, node, "--version").Output(); err == nil {
		about.Version = strings.TrimSpace(string(output))
	}
	if manager, err := packageManager(req.GetInfo()); err == nil {
		about.Metadata["packagemanager"] = manager.Name()
		if version, err := manager.Version(); err == nil {
			about.Metadata["packagemanagerVersion"] = version.String()
		}
	}
	return about, nil
}

// RuntimeOptionsPrompts asks nothing during `pulumi new`.
func (host *languageHost) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// Template leaves a new project as its template made it.
func (host *languageHost) Template(
	context.Context, *pulumirpc.TemplateRequest,
) (*pulumirpc.TemplateResponse, error) {
	return &pulumirpc.TemplateResponse{}, nil
}

func packageManager(info *pulumirpc.ProgramInfo) (npm.PackageManager, error) {
	options, err := readOptions(info)
	if err != nil {
		return nil, err
	}
	manager, err := npm.ResolvePackageManager(options.packageManager, info.GetProgramDirectory())
	if err != nil {
		return nil, fmt.Errorf("could not find the package manager: %w", err)
	}
	return manager, nil
}
