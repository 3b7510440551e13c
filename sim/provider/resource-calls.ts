import type { ResourceType } from "../cloud/contract";
import {
    createResource,
    deleteResource,
    readResource,
    updateResource,
    type Answer,
    type ResourceRequest,
} from "../cloud/operations";
import { textMap } from "../cloud/props";
import type { SimAccount } from "../cloud/sim-account";
import { withoutMarkers } from "./check";
import type { ProviderConfiguration } from "./configuration";
import { importedInputs, refreshedInputs } from "./observed-inputs";
import { plannedCreation, plannedUpdate, type Planned } from "./plan";
import type { TypeSchema } from "./schema/type-schema";
import { withSecrets } from "./secret-outputs";
import {
    holdsUnknown,
    isSecret,
    isValues,
    known,
    mapValues,
    notKnown,
    revealed,
    type Value,
    type Values,
} from "./value";

/** One resource call: a configured provider, a type that the account holds, and a way to give up waiting. */
export interface ResourceCall {
    readonly account: SimAccount;
    readonly configuration: ProviderConfiguration;
    readonly type: ResourceType;
    readonly schema: TypeSchema;
    readonly signal: AbortSignal;
}

/** A resource as the engine gets it; `failure` says what went wrong after it was made. */
export interface ResourceAnswer {
    readonly id: string;
    readonly outputs: Values;
    readonly failure?: string;
}

export function previewCreation(call: ResourceCall, inputs: Values): Values {
    const planned: Planned = { region: regionFor(call, inputs), tagsAll: tagsAllOf(call, inputs) };
    return withSecrets(plannedCreation(call.type, call.schema, inputs, planned), [inputs], call.type, call.schema);
}

export function previewUpdate(
    call: ResourceCall,
    previous: { inputs: Values; outputs: Values },
    inputs: Values,
): Values {
    const planned: Planned = { region: regionFor(call, inputs), tagsAll: tagsAllOf(call, inputs) };
    return withSecrets(plannedUpdate(call.type, previous, inputs, planned), [inputs], call.type, call.schema);
}

export async function create(call: ResourceCall, inputs: Values): Promise<ResourceAnswer> {
    return answered(call, inputs, await createResource(call.account, requestFor(call, inputs)));
}

export async function update(call: ResourceCall, id: string, inputs: Values): Promise<ResourceAnswer> {
    return answered(call, inputs, await updateResource(call.account, requestFor(call, inputs), id));
}

export async function remove(call: ResourceCall, id: string, outputs: Values): Promise<void> {
    const request = { ...requestFor(call, {}), region: regionFor(call, outputs) };
    await deleteResource(call.account, request, id);
}

/** What there is now; undefined when the resource is gone. Without old inputs it is an import. */
export async function read(
    call: ResourceCall,
    importId: string,
    previous: { readonly inputs: Values; readonly outputs: Values },
): Promise<{ readonly id: string; readonly inputs: Values; readonly outputs: Values } | undefined> {
    // Provider 7: an import id may name the region, as in `vpc-1234@us-west-2`.
    const [, bareId = importId, regionOfId] =
        /^(.*)@([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(call.type.global ? "" : importId) ?? [];
    const region = regionOfId ?? regionFor(call, { ...previous.inputs, ...previous.outputs });
    const { account, type, schema, configuration, signal } = call;
    const found = await readResource(account, { type, region, signal, maxAttempts: configuration.maxAttempts }, bareId);
    if (!found) return undefined;
    const isImport = Object.keys(previous.inputs).length === 0;
    const inputs = isImport
        ? importedInputs(found.outputs, schema)
        : refreshedInputs(previous.inputs, found.outputs, schema);
    return {
        id: found.id,
        inputs,
        outputs: withSecrets(found.outputs, [previous.inputs, previous.outputs, inputs], type, schema),
    };
}

/** Tags with the provider's default tags; undefined for types without tags. */
export function tagsAllOf(
    { schema, configuration }: Pick<ResourceCall, "schema" | "configuration">,
    inputs: Values,
): Value | undefined {
    if (!("tagsAll" in schema.outputs)) return undefined;
    const tags = inputs.tags;
    const plain = isSecret(tags) ? tags.value : tags;
    if (plain === notKnown) return notKnown;
    return mapValues({ ...configuration.defaultTags, ...(isValues(plain) ? plain : {}) }, revealed);
}

function answered(call: ResourceCall, inputs: Values, answer: Answer): ResourceAnswer {
    return { ...answer, outputs: withSecrets(answer.outputs, [inputs], call.type, call.schema) };
}

function requestFor(call: ResourceCall, inputs: Values): ResourceRequest {
    const values = withoutMarkers(inputs);
    if (holdsUnknown(values)) throw new Error(`${call.type.token}: an input is not known outside of a preview`);
    const tagsAll = tagsAllOf(call, inputs);
    const tags = tagsAll === undefined ? undefined : textMap(known({ tagsAll }).props, "tagsAll");
    return {
        type: call.type,
        region: regionFor(call, inputs),
        inputs: known(values).props,
        tags,
        maxAttempts: call.configuration.maxAttempts,
        signal: call.signal,
    };
}

function regionFor({ configuration }: ResourceCall, values: Values): string {
    const region = revealed(values.region ?? null);
    return typeof region === "string" && region !== "" ? region : configuration.region;
}
