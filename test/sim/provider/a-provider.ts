import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { SimAccount } from "../../../sim/cloud/sim-account";
import { serveProvider } from "../../../sim/provider/serve";
import { valuesFromWire, type Values } from "../../../sim/provider/value";
import { structOf } from "../../../sim/provider/status";
import { anAccount, testRegion } from "../cloud/an-account";

/** A provider behind a real port, and the calls that an engine makes of it. */
export interface TestProvider {
    readonly account: SimAccount;
    readonly client: ResourceProviderClient;
    check(
        type: string,
        news: Values,
        olds?: Values,
        name?: string,
        naming?: rpc.CheckRequest.AutonamingOptions,
    ): Promise<Checked>;
    diff(type: string, state: State, news: Values, ignoreChanges?: readonly string[]): Promise<Diffed>;
    create(type: string, inputs: Values, preview?: boolean): Promise<State>;
    read(type: string, id: string, state?: Partial<State>): Promise<State>;
    update(type: string, state: State, news: Values, preview?: boolean): Promise<State>;
    delete(type: string, state: State): Promise<void>;
    invoke(token: string, args?: Values): Promise<{ result: Values; failures: Failure[] }>;
    cancel(): Promise<void>;
    close(): Promise<void>;
}

export interface Failure {
    readonly property: string;
    readonly reason: string;
}

export interface Checked {
    readonly inputs: Values;
    readonly failures: Failure[];
}

export interface Diffed {
    readonly changes: boolean;
    readonly replaces: string[];
    readonly deleteBeforeReplace: boolean;
    /** By path: `ADD`, `UPDATE_REPLACE`, … */
    readonly detailed: Record<string, string>;
}

export interface State {
    readonly id: string;
    readonly inputs: Values;
    readonly outputs: Values;
}

/** What a failed call says beside its message. */
export interface CallError extends grpc.ServiceError {
    readonly initFailed?: { id: string; reasons: string[]; outputs: Values; inputs: Values };
}

export async function aProvider(
    parts: { readonly account?: SimAccount; readonly config?: Values } = {},
): Promise<TestProvider> {
    const account = parts.account ?? anAccount();
    const served = await serveProvider(account, { version: "7.48.0" });
    const client = new ResourceProviderClient(`127.0.0.1:${served.port}`, grpc.credentials.createInsecure());
    const close = async () => {
        client.close();
        await served.close();
    };
    await call(client, "handshake", new rpc.ProviderHandshakeRequest());
    const configure = new rpc.ConfigureRequest();
    configure.setArgs(structOf({ region: testRegion, ...parts.config }));
    try {
        await call(client, "configure", configure);
    } catch (error) {
        await close();
        throw error;
    }

    return {
        account,
        client,
        async check(type, news, olds, name = "thing", naming) {
            const request = new rpc.CheckRequest();
            request.setUrn(urnOf(type, name));
            request.setNews(structOf(news));
            if (olds) request.setOlds(structOf(olds));
            request.setRandomseed(Buffer.from("seed"));
            request.setAutonaming(naming);
            const response = await call<rpc.CheckResponse>(client, "check", request);
            return { inputs: values(response.getInputs()), failures: failures(response.getFailuresList()) };
        },
        async diff(type, state, news, ignoreChanges = []) {
            const request = new rpc.DiffRequest();
            request.setUrn(urnOf(type));
            request.setId(state.id);
            request.setOlds(structOf(state.outputs));
            request.setOldInputs(structOf(state.inputs));
            request.setNews(structOf(news));
            request.setIgnorechangesList([...ignoreChanges]);
            const response = await call<rpc.DiffResponse>(client, "diff", request);
            const kinds = Object.keys(rpc.PropertyDiff.Kind);
            const detailed: [string, string][] = [];
            response.getDetaileddiffMap().forEach((diff, path) => detailed.push([path, kinds[diff.getKind()]!]));
            return {
                changes: response.getChanges() === rpc.DiffResponse.DiffChanges.DIFF_SOME,
                replaces: response.getReplacesList(),
                deleteBeforeReplace: response.getDeletebeforereplace(),
                detailed: Object.fromEntries(detailed),
            };
        },
        async create(type, inputs, preview = false) {
            const request = new rpc.CreateRequest();
            request.setUrn(urnOf(type));
            request.setProperties(structOf(inputs));
            request.setPreview(preview);
            const response = await call<rpc.CreateResponse>(client, "create", request);
            return { id: response.getId(), inputs, outputs: values(response.getProperties()) };
        },
        async read(type, id, state = {}) {
            const request = new rpc.ReadRequest();
            request.setUrn(urnOf(type));
            request.setId(id);
            if (state.outputs) request.setProperties(structOf(state.outputs));
            if (state.inputs) request.setInputs(structOf(state.inputs));
            const response = await call<rpc.ReadResponse>(client, "read", request);
            return {
                id: response.getId(),
                inputs: values(response.getInputs()),
                outputs: values(response.getProperties()),
            };
        },
        async update(type, state, news, preview = false) {
            const request = new rpc.UpdateRequest();
            request.setUrn(urnOf(type));
            request.setId(state.id);
            request.setOlds(structOf(state.outputs));
            request.setOldInputs(structOf(state.inputs));
            request.setNews(structOf(news));
            request.setPreview(preview);
            const response = await call<rpc.UpdateResponse>(client, "update", request);
            return { id: state.id, inputs: news, outputs: values(response.getProperties()) };
        },
        async delete(type, state) {
            const request = new rpc.DeleteRequest();
            request.setUrn(urnOf(type));
            request.setId(state.id);
            request.setProperties(structOf(state.outputs));
            request.setOldInputs(structOf(state.inputs));
            await call(client, "delete", request);
        },
        async invoke(token, args = {}) {
            const request = new rpc.InvokeRequest();
            request.setTok(token);
            request.setArgs(structOf(args));
            const response = await call<rpc.InvokeResponse>(client, "invoke", request);
            return { result: values(response.getReturn()), failures: failures(response.getFailuresList()) };
        },
        async cancel() {
            await call(client, "cancel", new Empty());
        },
        close,
    };
}

function urnOf(type: string, name = "thing"): string {
    return `urn:pulumi:test::sim::accelerators:aws:Network$${type}::${name}`;
}

function call<Response>(client: grpc.Client, method: string, request: unknown): Promise<Response> {
    return new Promise((resolve, reject) => {
        const methods = client as unknown as Record<
            string,
            (request: unknown, callback: (error: grpc.ServiceError | null, response: Response) => void) => void
        >;
        methods[method]!(request, (error, response) => {
            if (error) reject(withDetail(error));
            else resolve(response);
        });
    });
}

function withDetail(error: grpc.ServiceError): CallError {
    const [packed] = error.metadata.get("grpc-status-details-bin");
    if (!packed) return error;
    const [detail] = Status.deserializeBinary(Buffer.from(packed)).getDetailsList();
    const failed = detail!.unpack(
        bytes => rpc.ErrorResourceInitFailed.deserializeBinary(bytes),
        "pulumirpc.ErrorResourceInitFailed",
    )!;
    return Object.assign(error, {
        initFailed: {
            id: failed.getId(),
            reasons: failed.getReasonsList(),
            outputs: values(failed.getProperties()),
            inputs: values(failed.getInputs()),
        },
    });
}

function values(struct: Struct | undefined): Values {
    return struct ? valuesFromWire(struct.toJavaScript()) : {};
}

function failures(list: readonly rpc.CheckFailure[]): Failure[] {
    return list.map(each => ({ property: each.getProperty(), reason: each.getReason() }));
}
