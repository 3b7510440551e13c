import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Naming } from "./autoname";
import { valuesFromWire, type Values } from "./value";

export function valuesOf(struct: Struct | undefined): Values {
    return struct ? valuesFromWire(struct.toJavaScript()) : {};
}

/** `urn:pulumi:stack::project::parent$aws:ec2/vpc:Vpc::name` */
export function typeOf(urn: string): string {
    const qualified = urn.split("::")[2] ?? "";
    return qualified.slice(qualified.lastIndexOf("$") + 1);
}

export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

export function namingOf(asked: rpc.CheckRequest.AutonamingOptions | undefined): Naming {
    if (!asked) return { mode: "default" };
    switch (asked.getMode()) {
        case rpc.CheckRequest.AutonamingOptions.Mode.PROPOSE:
            return { mode: "propose", name: asked.getProposedName() };
        case rpc.CheckRequest.AutonamingOptions.Mode.ENFORCE:
            return { mode: "enforce", name: asked.getProposedName() };
        case rpc.CheckRequest.AutonamingOptions.Mode.DISABLE:
            return { mode: "disable" };
    }
}
