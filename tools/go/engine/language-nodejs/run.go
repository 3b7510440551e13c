package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/logging"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// @pulumi/pulumi exits with this code when the user already read why the program failed.
const exitUserAlreadyTold = 32

// Run executes a program once, for a preview or for an update. A program that fails is an answer, not an error.
func (host *languageHost) Run(ctx context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	if err := refuseDebugger(req.GetAttachDebugger()); err != nil {
		return nil, err
	}
	err := host.runProgram(ctx, req)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &exit) && exit.ExitCode() == exitUserAlreadyTold:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case errors.As(err, &exit):
		return &pulumirpc.RunResponse{Error: "Program exited with non-zero exit code: " + exitReason(exit)}, nil
	default:
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
}

func (host *languageHost) runProgram(ctx context.Context, req *pulumirpc.RunRequest) error {
	options, err := readOptions(req.GetInfo())
	if err != nil {
		return err
	}
	env, err := configEnvironment(req)
	if err != nil {
		return err
	}
	node, err := findNode()
	if err != nil {
		return err
	}
	runner, err := resolveModule(ctx, node, req.GetInfo().GetProgramDirectory(), "@pulumi/pulumi/cmd/run")
	if err != nil {
		return err
	}

	args := append(append([]string{}, options.nodeArgs...), runner)
	args = append(args, host.runArguments(req)...)
	cmd, release := host.command(ctx, node, args)
	defer release()
	cmd.Env = append(append(os.Environ(), env...), options.environment()...)
	// Node may switch an inherited descriptor to non-blocking mode, which breaks our own writes to it: hiding the file
	// behind a plain writer makes os/exec use a pipe instead.
	cmd.Stdout = struct{ io.Writer }{os.Stdout}
	cmd.Stderr = struct{ io.Writer }{os.Stderr}
	logging.V(5).Infof("running %s", cmd)
	return cmd.Run()
}

// runArguments is the command line of @pulumi/pulumi/cmd/run.
func (host *languageHost) runArguments(req *pulumirpc.RunRequest) []string {
	var args []string
	flag := func(name, value string) {
		if value != "" {
			args = append(args, "--"+name, value)
		}
	}
	flag("monitor", req.GetMonitorAddress())
	flag("engine", host.engine())
	flag("organization", req.GetOrganization())
	flag("project", req.GetProject())
	flag("root-directory", req.GetInfo().GetRootDirectory())
	flag("stack", req.GetStack())
	flag("pwd", req.GetInfo().GetProgramDirectory())
	if req.GetDryRun() {
		args = append(args, "--dry-run")
	}
	flag("parallel", strconv.Itoa(int(req.GetParallel())))
	flag("tracing", host.tracing)
	args = append(args, req.GetInfo().GetEntryPoint())
	return append(args, req.GetArgs()...)
}

func configEnvironment(req *pulumirpc.RunRequest) ([]string, error) {
	values := make(map[string]string, len(req.GetConfig()))
	for name, value := range req.GetConfig() {
		key, err := config.ParseKey(name)
		if err != nil {
			return nil, fmt.Errorf("configuration key %q: %w", name, err)
		}
		// The long form is the one that every version of @pulumi/pulumi understands.
		values[key.Namespace()+":config:"+key.Name()] = value
	}
	valuesJSON, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	secretsJSON, err := json.Marshal(append([]string{}, req.GetConfigSecretKeys()...))
	if err != nil {
		return nil, fmt.Errorf("secret configuration keys: %w", err)
	}
	return []string{"PULUMI_CONFIG=" + string(valuesJSON), "PULUMI_CONFIG_SECRET_KEYS=" + string(secretsJSON)}, nil
}

// exitReason names the exit code, or the signal of a program that was killed.
func exitReason(exit *exec.ExitError) string {
	if exit.Exited() {
		return strconv.Itoa(exit.ExitCode())
	}
	return exit.String()
}
