import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { regionNames } from "../cloud/aws/region/region-names";
import { Interrupted } from "../cloud/clock";
import type { SimAccount } from "../cloud/sim-account";
import { providerHandlers } from "./handlers";

export interface ServeOptions {
    /** The version that the plugin reports: that of the installed `@pulumi/aws`. */
    readonly version: string;
    /** Receives one line per call that changes something, and per failure. */
    readonly log?: (line: string) => void;
}

export interface ServedProvider {
    readonly port: number;
    /** Stops answering. Calls that are under way are given up; what they began in the account goes on. */
    readonly close: () => Promise<void>;
}

/**
 * Serves the AWS provider over an account, on a free port of the loopback interface. One per plugin process.
 *
 * @example
 * const { port, close } = await serveProvider(account, { version: "7.48.0" });
 */
export async function serveProvider(account: SimAccount, options: ServeOptions): Promise<ServedProvider> {
    const closing = new AbortController();
    const server = new grpc.Server({
        // Pulumi's own limit: states of large stacks are larger than gRPC's default of 4 MB.
        "grpc.max_receive_message_length": 1024 * 1024 * 400,
        "grpc.max_send_message_length": 1024 * 1024 * 400,
    });
    server.addService(
        ResourceProviderService,
        providerHandlers(account, { ...options, regions: Object.keys(regionNames), closing: closing.signal }),
    );
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
            if (error) reject(error);
            else resolve(bound);
        });
    });
    return {
        port,
        close() {
            closing.abort(new Interrupted());
            server.forceShutdown();
            return Promise.resolve();
        },
    };
}
