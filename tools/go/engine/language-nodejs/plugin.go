package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/logging"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// RunPlugin runs a plugin written for Node.js until it ends: a policy pack (kind "analyzer"), or any other kind.
func (host *languageHost) RunPlugin(
	req *pulumirpc.RunPluginRequest, server pulumirpc.LanguageRuntime_RunPluginServer,
) error {
	if err := refuseDebugger(req.GetAttachDebugger()); err != nil {
		return err
	}
	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(server, false)
	if err != nil {
		return err
	}
	defer closer.Close()

	if req.GetKind() == string(apitype.AnalyzerPlugin) {
		err = host.runPolicyPack(server.Context(), req, stdout, stderr)
	} else {
		err = host.runOtherPlugin(server.Context(), req, stdout, stderr)
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("plugin %s exited with non-zero exit code: %s", req.GetName(), exitReason(exit))
	}
	if err != nil {
		return fmt.Errorf("could not run plugin %s: %w", req.GetName(), err)
	}
	return closer.Close()
}

func (host *languageHost) runOtherPlugin(
	ctx context.Context, req *pulumirpc.RunPluginRequest, stdout, stderr io.Writer,
) error {
	args := append([]string{req.GetInfo().GetProgramDirectory()}, req.GetArgs()...)
	cmd, release, err := host.pluginCommand(ctx, req, "@pulumi/pulumi/cmd/run-plugin", args)
	if err != nil {
		return err
	}
	defer release()
	cmd.Dir = req.GetPwd()
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd.Run()
}

// runPolicyPack puts a proxy between the engine and the pack: the engine hands over the stack's configuration by a call,
// the pack expects it in its environment when it starts.
func (host *languageHost) runPolicyPack(
	ctx context.Context, req *pulumirpc.RunPluginRequest, stdout, stderr io.Writer,
) error {
	directory := req.GetInfo().GetProgramDirectory()
	args := append(append([]string{}, req.GetArgs()...), directory)
	cmd, release, err := host.pluginCommand(ctx, req, "@pulumi/pulumi/cmd/run-policy-pack", args)
	if err != nil {
		return err
	}
	defer release()

	proxy, packStdout, err := sdk.NewPolicyProxy(ctx, stdout)
	if err != nil {
		return fmt.Errorf("could not start the policy pack proxy: %w", err)
	}
	stack, err := proxy.AwaitConfiguration(ctx)
	if err != nil {
		return fmt.Errorf("could not get the configuration of the stack: %w", err)
	}
	env, err := policyEnvironment(stack)
	if err != nil {
		return err
	}

	cmd.Dir = directory
	cmd.Env = append(cmd.Env, env...)
	cmd.Stdout, cmd.Stderr = packStdout, stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	return proxy.Attach(ctx, cmd)
}

// policyEnvironment describes the stack to the pack. Without a stack (`pulumi policy publish`) there is nothing to say.
func policyEnvironment(stack *pulumirpc.AnalyzerStackConfigureRequest) ([]string, error) {
	if stack == nil {
		return nil, nil
	}
	env := []string{
		"PULUMI_NODEJS_ORGANIZATION=" + stack.GetOrganization(),
		"PULUMI_NODEJS_PROJECT=" + stack.GetProject(),
		"PULUMI_NODEJS_STACK=" + stack.GetStack(),
		"PULUMI_NODEJS_DRY_RUN=" + strconv.FormatBool(stack.GetDryRun()),
	}
	if stack.GetConfig() == nil {
		return env, nil
	}
	values, err := json.Marshal(stack.GetConfig())
	if err != nil {
		return nil, fmt.Errorf("configuration of the stack: %w", err)
	}
	return append(env, "PULUMI_CONFIG="+string(values)), nil
}

func (host *languageHost) pluginCommand(
	ctx context.Context, req *pulumirpc.RunPluginRequest, runner string, args []string,
) (*exec.Cmd, context.CancelFunc, error) {
	options, err := readOptions(req.GetInfo())
	if err != nil {
		return nil, nil, err
	}
	node, err := findNode()
	if err != nil {
		return nil, nil, err
	}
	path, err := resolveModule(ctx, node, req.GetInfo().GetProgramDirectory(), runner)
	if err != nil {
		return nil, nil, err
	}
	// Upstream's host also puts nodeargs behind the script, where Node itself does not see them. A plugin that works
	// here must work there.
	all := append(append([]string{path}, options.nodeArgs...), args...)
	cmd, release := host.command(ctx, node, all)
	cmd.Env = append(append([]string{}, req.GetEnv()...), options.environment()...)
	logging.V(5).Infof("running plugin %s", cmd)
	return cmd, release, nil
}
