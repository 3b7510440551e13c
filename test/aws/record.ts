/**
 * Runs a program against mocks and writes down every registration. It does not prove that a provider or a cloud accepts the
 * inputs, nor what the engine makes of options: it shows what a component asks for.
 */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor, type MockCallArgs, type MockResourceArgs } from "@pulumi/pulumi/runtime/mocks";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { RefusedError } from "../../components/fleet/problem";
import { lookups, state } from "./mock-cloud";

/** One registration, with secrets unwrapped. Resources are named `<type> <name>`. */
export interface Registration {
    readonly type: string;
    readonly name: string;
    readonly custom: boolean;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly parent: string | undefined;
    readonly provider: string | undefined;
    readonly dependsOn: readonly string[];
    readonly ignoreChanges: readonly string[];
    readonly deleteBeforeReplace: boolean;
}

export interface Recording<T> {
    readonly result: T;
    readonly registrations: readonly Registration[];
    /** Registered outputs of components, by `<type> <name>`. */
    readonly outputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
    readonly warnings: readonly string[];
}

export interface Surroundings {
    readonly preview?: boolean;
    readonly config?: Readonly<Record<string, string>>;
}

/** What an output is in a preview as long as nobody knows it. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secretMark = "4dabf18193072939515e22adb298388d";

/** Runs the program and waits until nothing more is registered. */
export async function record<T>(
    program: () => T,
    { preview = false, config = {} }: Surroundings = {},
): Promise<Recording<T>> {
    const tape = new Tape();
    await pulumi.runtime.setMocks(
        {
            call: (args: MockCallArgs) =>
                lookups(args.token, unwrapped(args.inputs) as Record<string, unknown>, preview),
            newResource: (args: MockResourceArgs) => ({
                id: preview ? undefined : `${args.name}-id`,
                state: state(args.type, args.name, args.inputs as Record<string, unknown>, preview),
            }),
        },
        "project",
        "stack",
        preview,
    );
    pulumi.runtime.setAllConfig({ ...config });
    current = tape;
    const result = program();
    await tape.quiet();
    tape.check();
    return { result, registrations: tape.registrations, outputs: tape.outputs, warnings: tape.warnings };
}

/** Runs a program that must be refused, and gives the refusal. Nothing may be registered on the way. */
export async function refusal(program: () => unknown, surroundings: Surroundings = {}): Promise<RefusedError> {
    let refused: unknown;
    const { registrations } = await record(() => {
        try {
            program();
        } catch (error) {
            refused = error;
        }
    }, surroundings);
    assert.deepEqual(registrations, [], "something was registered although it was refused");
    assert.ok(refused instanceof RefusedError, `not a refusal: ${String(refused)}`);
    return refused;
}

/** `<type> <name>` of every registration, sorted. */
export function names(registrations: readonly Registration[]): string[] {
    return registrations.map(({ type, name }) => `${type} ${name}`).sort();
}

/** Registered outputs are what the state shows and policies read: they must be the public fields, the resources aside. */
export async function assertOutputsMatchFields(
    component: pulumi.ComponentResource,
    outputs: Readonly<Record<string, unknown>> | undefined,
    aside: readonly string[] = [],
): Promise<void> {
    const data = Object.entries(component).filter(
        ([key, value]) => !key.startsWith("__") && key !== "urn" && !aside.includes(key) && isData(value),
    );
    const values = await Promise.all(data.map(async ([key, value]) => [key, await known(value)] as const));
    const fields = values.filter(([, value]) => value !== undefined);
    assert.deepEqual(Object.keys(outputs ?? {}).sort(), fields.map(([key]) => key).sort());
    for (const [key, value] of fields) {
        if (value !== unknown) assert.deepEqual(outputs?.[key], value, key);
    }
}

/** Whether a field is data, and not a resource, a list of resources, or a function. */
function isData(value: unknown): boolean {
    if (typeof value === "function" || pulumi.Resource.isInstance(value)) return false;
    if (Array.isArray(value)) return !value.some(item => pulumi.Resource.isInstance(item));
    return value !== undefined;
}

/** The value of an input, or `unknown` when a preview does not know it. */
async function known(value: unknown): Promise<unknown> {
    const output = pulumi.output(value) as unknown as { isKnown: Promise<boolean>; promise(): Promise<unknown> };
    return (await output.isKnown) ? await output.promise() : unknown;
}

/** The one registration of this type and name. */
export function one(registrations: readonly Registration[], type: string, name: string): Registration {
    const found = registrations.filter(registration => registration.type === type && registration.name === name);
    assert.equal(
        found.length,
        1,
        `${found.length} registrations of ${type} ${name}; there are:\n${names(registrations).join("\n")}`,
    );
    return found[0]!;
}

class Tape {
    readonly registrations: Registration[] = [];
    readonly outputs = new Map<string, Readonly<Record<string, unknown>>>();
    readonly warnings: string[] = [];
    #activity = 0;

    registered(request: RegisterRequest): void {
        this.#activity++;
        this.registrations.push({
            type: request.getType(),
            name: request.getName(),
            custom: request.getCustom(),
            inputs: properties(request.getObject()),
            parent: nameOf(request.getParent()),
            provider: request.getProvider() === "" ? undefined : nameOf(request.getProvider().replace(/::[^:]*$/, "")),
            dependsOn: request
                .getDependenciesList()
                .flatMap(urn => nameOf(urn) ?? [])
                .sort(),
            ignoreChanges: request.getIgnorechangesList(),
            deleteBeforeReplace: request.getDeletebeforereplace(),
        });
    }

    finished(request: OutputsRequest): void {
        this.#activity++;
        this.outputs.set(nameOf(request.getUrn()) ?? "", properties(request.getOutputs()));
    }

    /** Mocks answer without timers or input, so that turns of the event loop without a request mean the end. */
    async quiet(): Promise<void> {
        for (let calm = 0, seen = this.#activity; calm < 20; calm = seen === this.#activity ? calm + 1 : 0) {
            seen = this.#activity;
            await new Promise(resolve => setImmediate(resolve));
        }
    }

    /** What mocks let pass and the engine would not, or would put in the wrong place. */
    check(): void {
        const all = names(this.registrations);
        assert.deepEqual(all, [...new Set(all)], "a name is used twice");
        const orphans = this.registrations.filter(({ custom, parent }) => custom && parent === undefined);
        assert.deepEqual(names(orphans), [], "a resource without a parent");
    }
}

let current = new Tape();

interface RegisterRequest {
    getType(): string;
    getName(): string;
    getCustom(): boolean;
    getObject(): unknown;
    getParent(): string;
    getProvider(): string;
    getDependenciesList(): string[];
    getIgnorechangesList(): string[];
    getDeletebeforereplace(): boolean;
}

interface OutputsRequest {
    getUrn(): string;
    getOutputs(): unknown;
}

type Respond = (error: unknown, response: unknown) => void;

interface Monitor {
    registerResource: (this: unknown, request: RegisterRequest, respond: Respond) => Promise<void>;
    registerResourceOutputs: (this: unknown, request: OutputsRequest, respond: Respond) => void;
}

const monitor = MockMonitor.prototype as Monitor;
const { registerResource, registerResourceOutputs } = monitor;
monitor.registerResource = function (request, respond) {
    current.registered(request);
    return registerResource.call(this, request, respond);
};
monitor.registerResourceOutputs = function (request, respond) {
    current.finished(request);
    registerResourceOutputs.call(this, request, respond);
};

// Without an engine the SDK drops what a program says.
(pulumi.log as { warn: (text: string) => Promise<void> }).warn = text => {
    current.warnings.push(text);
    return Promise.resolve();
};

/** `<type> <name>` of a URN; undefined for the stack itself. */
function nameOf(urn: string): string | undefined {
    const [, , types = "", name = ""] = urn.split("::");
    return name === "" ? undefined : `${types.split("$").at(-1) ?? ""} ${name}`;
}

function properties(struct: unknown): Readonly<Record<string, unknown>> {
    return unwrapped(pulumi.runtime.deserializeProperties(struct as Struct)) as Record<string, unknown>;
}

function unwrapped(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(unwrapped);
    if (typeof value !== "object" || value === null) return value;
    const object = value as Record<string, unknown>;
    if (secretMark in object && "value" in object) return unwrapped(object.value);
    if ("__pulumiUnknown" in object) return unknown;
    return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, unwrapped(inner)]));
}
