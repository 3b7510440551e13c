import * as grpc from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Message } from "google-protobuf";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

import { toWire, type Values } from "./value";

/** An error with what the engine needs to go on from it. */
export class RpcError extends Error {
    constructor(
        readonly details: string,
        readonly code: grpc.status = grpc.status.UNKNOWN,
        readonly metadata?: grpc.Metadata,
    ) {
        super(details);
        this.name = "RpcError";
    }
}

/** The resource exists and something about it failed: the engine keeps it, with the reasons, and tries an update next time. */
export function resourceFailed(resource: {
    readonly id: string;
    readonly inputs: Values;
    readonly outputs: Values;
    readonly reason: string;
}): RpcError {
    const detail = new ErrorResourceInitFailed();
    detail.setId(resource.id);
    detail.setProperties(structOf(resource.outputs));
    detail.setInputs(structOf(resource.inputs));
    detail.addReasons(resource.reason);
    return withDetail(grpc.status.UNKNOWN, resource.reason, detail, "pulumirpc.ErrorResourceInitFailed");
}

export function structOf(values: Values): Struct {
    const wire = toWire(values);
    return Struct.fromJavaScript(wire as Parameters<typeof Struct.fromJavaScript>[0]);
}

function withDetail(code: grpc.status, message: string, detail: Message, type: string): RpcError {
    const packed = new Any();
    packed.pack(detail.serializeBinary(), type);
    const status = new Status();
    status.setCode(code);
    status.setMessage(message);
    status.addDetails(packed);
    const metadata = new grpc.Metadata();
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
    return new RpcError(message, code, metadata);
}
