import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";

import { Interrupted } from "../cloud/clock";
import { OperationError } from "../cloud/operation-error";
import { invokeLookup } from "../cloud/operations";
import type { SimAccount } from "../cloud/sim-account";
import { checkInputs } from "./check";
import { checkConfiguration, configurationOf, type ProviderConfiguration } from "./configuration";
import { conform, suggestion } from "./conform";
import { diffInputs } from "./diff";
import { differences } from "./difference";
import { nameOf, namingOf, typeOf, valuesOf } from "./requests";
import * as resources from "./resource-calls";
import { checkResponse, diffResponse, failureOf } from "./responses";
import { schemaOf } from "./schema/load";
import { resourceFailed, RpcError, structOf } from "./status";
import { isSecret, known, secret, type Value, type Values } from "./value";

export interface HandlerOptions {
    readonly version: string;
    readonly regions: readonly string[];
    readonly log?: (line: string) => void;
    /** Aborts when the server closes. */
    readonly closing: AbortSignal;
}

const providerToken = "pulumi:providers:aws";

/** The provider protocol over an account. What is not here is answered UNIMPLEMENTED, which the engine takes well. */
export function providerHandlers(account: SimAccount, options: HandlerOptions): grpc.UntypedServiceImplementation {
    let configuration: ProviderConfiguration | undefined;
    let interrupted = new AbortController();

    function configured(): ProviderConfiguration {
        if (!configuration) throw new RpcError("the provider is not configured", grpc.status.FAILED_PRECONDITION);
        return configuration;
    }

    function callFor(urn: string, signal: AbortSignal): resources.ResourceCall {
        const token = typeOf(urn);
        return {
            account,
            configuration: configured(),
            type: resourceType(account, token),
            schema: schemaOf(token),
            signal,
        };
    }

    function note(what: string): void {
        options.log?.(what);
    }

    /** Answers a call with what `work` gives, or with its error. */
    function answering<Request, Response>(
        work: (request: Request, signal: AbortSignal) => Promise<Response> | Response,
    ): grpc.handleUnaryCall<Request, Response> {
        return (call, callback) => {
            const hungUp = new AbortController();
            call.on("cancelled", () => hungUp.abort(new Interrupted()));
            const signal = AbortSignal.any([hungUp.signal, interrupted.signal, options.closing]);
            void (async () => work(call.request, signal))().then(
                response => callback(null, response),
                (error: unknown) => {
                    const answer = errorOf(error);
                    note(`failed: ${answer.details}`);
                    callback(answer);
                },
            );
        };
    }

    return {
        handshake: answering(() => {
            const response = new rpc.ProviderHandshakeResponse();
            response.setAcceptSecrets(true);
            response.setSupportsAutonamingConfiguration(true);
            return response;
        }),
        attach: answering(() => new Empty()),
        getPluginInfo: answering(() => {
            const response = new PluginInfo();
            response.setVersion(options.version);
            return response;
        }),
        getSchema: answering(() => {
            const response = new rpc.GetSchemaResponse();
            response.setSchema(JSON.stringify({ name: "aws", version: options.version }));
            return response;
        }),
        getMapping: answering(() => new rpc.GetMappingResponse()),
        getMappings: answering(() => new rpc.GetMappingsResponse()),

        checkConfig: answering((request: rpc.CheckRequest) => {
            const place = { accountId: account.accountId, regions: options.regions };
            const sent = valuesOf(request.getNews());
            const { problems } = checkConfiguration(sent, schemaOf(providerToken), place);
            return checkResponse({ inputs: sent, problems });
        }),
        diffConfig: answering((request: rpc.DiffRequest) => {
            const schema = schemaOf(providerToken);
            const [previous, next] = [request.getOldInputs() ?? request.getOlds(), request.getNews()].map(valuesOf);
            const found = differences(previous ?? {}, next ?? {}, schema.inputs, []);
            return diffResponse({
                differences: found.map(each => ({ ...each, replaces: false })),
                deleteBeforeReplace: false,
            });
        }),
        configure: answering((request: rpc.ConfigureRequest) => {
            const place = { accountId: account.accountId, regions: options.regions };
            const { values, problems } = checkConfiguration(
                valuesOf(request.getArgs()),
                schemaOf(providerToken),
                place,
            );
            const [problem] = problems;
            if (problem) throw new RpcError(problem.reason, grpc.status.INVALID_ARGUMENT);
            configuration = configurationOf(values);
            const response = new rpc.ConfigureResponse();
            response.setAcceptsecrets(true);
            response.setSupportspreview(true);
            response.setSupportsAutonamingConfiguration(true);
            return response;
        }),

        check: answering((request: rpc.CheckRequest) => {
            const token = typeOf(request.getUrn());
            const answer = checkInputs({
                type: resourceType(account, token),
                schema: schemaOf(token),
                resourceName: nameOf(request.getUrn()),
                previous: valuesOf(request.getOlds()),
                next: valuesOf(request.getNews()),
                seed: request.getRandomseed_asU8(),
                naming: namingOf(request.getAutonaming()),
            });
            return checkResponse(answer);
        }),
        diff: answering((request: rpc.DiffRequest, signal) => {
            const call = callFor(request.getUrn(), signal);
            const outputs = valuesOf(request.getOlds());
            const next = valuesOf(request.getNews());
            const answer = diffInputs({
                type: call.type,
                schema: call.schema,
                previousInputs: request.hasOldInputs() ? valuesOf(request.getOldInputs()) : outputs,
                previousOutputs: outputs,
                next,
                ignoreChanges: request.getIgnorechangesList(),
                tagsAll: resources.tagsAllOf(call, next),
                region: call.configuration.region,
            });
            return diffResponse(answer);
        }),
        create: answering(async (request: rpc.CreateRequest, signal) => {
            const call = callFor(request.getUrn(), signal);
            const inputs = valuesOf(request.getProperties());
            const response = new rpc.CreateResponse();
            if (request.getPreview()) {
                response.setProperties(structOf(resources.previewCreation(call, inputs)));
                return response;
            }
            const answer = await resources.create(call, inputs);
            note(`created ${call.type.token} ${answer.id}`);
            if (answer.failure !== undefined) throw resourceFailed({ ...answer, inputs, reason: answer.failure });
            response.setId(answer.id);
            response.setProperties(structOf(answer.outputs));
            return response;
        }),
        read: answering(async (request: rpc.ReadRequest, signal) => {
            const call = callFor(request.getUrn(), signal);
            const previous = { inputs: valuesOf(request.getInputs()), outputs: valuesOf(request.getProperties()) };
            const found = await resources.read(call, request.getId(), previous);
            const response = new rpc.ReadResponse();
            if (!found) return response;
            response.setId(found.id);
            response.setProperties(structOf(found.outputs));
            response.setInputs(structOf(found.inputs));
            return response;
        }),
        update: answering(async (request: rpc.UpdateRequest, signal) => {
            const call = callFor(request.getUrn(), signal);
            const inputs = valuesOf(request.getNews());
            const response = new rpc.UpdateResponse();
            if (request.getPreview()) {
                const previous = { inputs: valuesOf(request.getOldInputs()), outputs: valuesOf(request.getOlds()) };
                response.setProperties(structOf(resources.previewUpdate(call, previous, inputs)));
                return response;
            }
            const answer = await resources.update(call, request.getId(), inputs);
            note(`updated ${call.type.token} ${answer.id}`);
            if (answer.failure !== undefined) throw resourceFailed({ ...answer, inputs, reason: answer.failure });
            response.setProperties(structOf(answer.outputs));
            return response;
        }),
        delete: answering(async (request: rpc.DeleteRequest, signal) => {
            const call = callFor(request.getUrn(), signal);
            await resources.remove(call, request.getId(), valuesOf(request.getProperties()));
            note(`deleted ${call.type.token} ${request.getId()}`);
            return new Empty();
        }),
        invoke: answering(async (request: rpc.InvokeRequest, signal) => {
            const { region } = configured();
            const token = request.getTok();
            const lookup = account.lookups.get(token);
            if (!lookup) throw notHeld("function", token, [...account.lookups.keys()]);
            const response = new rpc.InvokeResponse();
            const { values, problems } = conform(valuesOf(request.getArgs()), schemaOf(token), token);
            if (problems.length > 0) {
                response.setFailuresList(problems.map(failureOf));
                return response;
            }
            const { props } = known(values);
            const own = props.region;
            const result = await invokeLookup(account, lookup, typeof own === "string" ? own : region, props, signal);
            response.setReturn(structOf(secretWhereGiven(result, values)));
            return response;
        }),
        cancel: answering(() => {
            // The engine says so at the end of every run, too: what is asked afterwards is answered.
            interrupted.abort(new Interrupted());
            interrupted = new AbortController();
            return new Empty();
        }),
    };
}

function resourceType(account: SimAccount, token: string): resources.ResourceCall["type"] {
    const type = account.types.get(token);
    if (!type) throw notHeld("resource", token, [...account.types.keys()]);
    return type;
}

function notHeld(what: "resource" | "function", token: string, held: readonly string[]): RpcError {
    const nearest = suggestion(token, held);
    const verb = what === "resource" ? "hold this type of resource" : "answer this function";
    return new RpcError(
        `${token}: the simulated AWS account does not ${verb} (a real account may)${nearest}. ` +
            `It knows ${held.length} ${what}s: ${held.join(", ")}.`,
        grpc.status.UNIMPLEMENTED,
    );
}

/** An argument that was secret is secret in the result too. */
function secretWhereGiven(result: Values, args: Values): Values {
    return Object.fromEntries(
        Object.entries(result).map(([key, value]): [string, Value] => [
            key,
            isSecret(args[key]) ? secret(value) : value,
        ]),
    );
}

function errorOf(error: unknown): RpcError {
    if (error instanceof RpcError) return error;
    if (error instanceof OperationError || error instanceof Interrupted) return new RpcError(error.message);
    return new RpcError(error instanceof Error ? (error.stack ?? error.message) : String(error), grpc.status.INTERNAL);
}
