package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

const (
	engineCheckInterval = 5 * time.Minute
	// How long a program may take to clean up after it was interrupted, before it is killed.
	interruptGrace = 5 * time.Second
)

// languageHost answers the engine. Programs that it started end when its context does.
type languageHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	ctx     context.Context
	stop    context.CancelFunc
	tracing string

	lock          sync.Mutex
	engineAddress string
}

func newLanguageHost(ctx context.Context, stop context.CancelFunc, tracing string) *languageHost {
	return &languageHost{ctx: ctx, stop: stop, tracing: tracing}
}

// connect remembers the engine and ends the host when the engine no longer answers. An empty address is allowed: the
// handshake brings it.
func (host *languageHost) connect(engineAddress string) error {
	host.lock.Lock()
	defer host.lock.Unlock()
	if engineAddress == "" || engineAddress == host.engineAddress {
		return nil
	}
	host.engineAddress = engineAddress
	if err := rpcutil.Healthcheck(host.ctx, engineAddress, engineCheckInterval, host.stop); err != nil {
		return fmt.Errorf("could not watch the engine at %s: %w", engineAddress, err)
	}
	return nil
}

func (host *languageHost) engine() string {
	host.lock.Lock()
	defer host.lock.Unlock()
	return host.engineAddress
}

// Handshake is the first call of engines that do not pass their address as an argument.
func (host *languageHost) Handshake(
	_ context.Context, req *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	if err := host.connect(req.GetEngineAddress()); err != nil {
		return nil, err
	}
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

// GetPluginInfo answers the version that the host was built for.
func (host *languageHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version.Version}, nil
}

// Cancel interrupts every program that is running.
func (host *languageHost) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	host.stop()
	return &emptypb.Empty{}, nil
}

// command prepares a Node process that is interrupted, and after a grace period killed, when the request or the host ends.
func (host *languageHost) command(ctx context.Context, node string, args []string) (*exec.Cmd, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	unlink := context.AfterFunc(host.ctx, cancel)
	cmd := exec.CommandContext(ctx, node, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = interruptGrace
	return cmd, func() {
		unlink()
		cancel()
	}
}

// findNode locates the Node executable that runs programs and plugins.
func findNode() (string, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return "", fmt.Errorf("could not find node on the PATH: %w", err)
	}
	return node, nil
}

// resolveModule asks Node itself, so that links, hoisting and NODE_PATH count as they do for the program.
func resolveModule(ctx context.Context, node, directory, module string) (string, error) {
	cmd := exec.CommandContext(ctx, node, "-p", "require.resolve(process.argv[1])", module)
	cmd.Dir = directory
	output, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("could not find %s from %s: install the dependencies of the program first (%w)",
			module, directory, err)
	}
	path := strings.TrimSpace(string(output))
	if !filepath.IsAbs(path) {
		return "", fmt.Errorf("could not find %s from %s: node answered %q", module, directory, path)
	}
	return path, nil
}

func refuseDebugger(asked bool) error {
	if !asked {
		return nil
	}
	return status.Error(codes.Unimplemented,
		"this pulumi-language-nodejs cannot attach a debugger: put Pulumi's released one on the PATH")
}
