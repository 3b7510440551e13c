import { readFileSync } from "node:fs";
import * as path from "node:path";

import ts from "typescript";

import type { ObjectSchema, TypeSchema, ValueSchema } from "./type-schema";

/** Reads the declarations of a provider SDK for Node.js, as its code generator writes them. Syntax only: no type checker. */
export interface SdkTypes {
    resource(token: string): TypeSchema;
    lookup(token: string): TypeSchema;
    provider(): TypeSchema;
}

export function sdkTypes(folder: string): SdkTypes {
    const files = new Map<string, Declarations>();
    const shared = {
        inputs: () => declarationsIn("types/input.d.ts"),
        outputs: () => declarationsIn("types/output.d.ts"),
    };

    function declarationsIn(file: string): Declarations {
        const known = files.get(file);
        if (known) return known;
        const read = readDeclarations(path.join(folder, file));
        files.set(file, read);
        return read;
    }

    function schemaOf(type: ts.TypeNode): ValueSchema {
        if (ts.isArrayTypeNode(type)) return { kind: "list", items: schemaOf(type.elementType) };
        if (ts.isParenthesizedTypeNode(type)) return schemaOf(type.type);
        if (ts.isTypeLiteralNode(type)) return mapOf(type);
        if (ts.isUnionTypeNode(type)) return unionOf(type.types.filter(each => !isUndefined(each)));
        if (ts.isLiteralTypeNode(type)) return { kind: ts.isStringLiteral(type.literal) ? "string" : "boolean" };
        if (ts.isTypeReferenceNode(type)) return referenceOf(type);
        switch (type.kind) {
            case ts.SyntaxKind.StringKeyword:
                return { kind: "string" };
            case ts.SyntaxKind.NumberKeyword:
                return { kind: "number" };
            case ts.SyntaxKind.BooleanKeyword:
                return { kind: "boolean" };
            case ts.SyntaxKind.AnyKeyword:
                return { kind: "any" };
            default:
                throw new Error(`no schema for ${type.getText()}`);
        }
    }

    function mapOf(type: ts.TypeLiteralNode): ValueSchema {
        const index = type.members.find(ts.isIndexSignatureDeclaration);
        if (!index) throw new Error(`no schema for ${type.getText()}`);
        return { kind: "map", values: schemaOf(index.type) };
    }

    function unionOf(members: readonly ts.TypeNode[]): ValueSchema {
        const schemas = members.map(schemaOf);
        const [first, ...others] = schemas;
        if (!first) throw new Error("an empty union");
        if (schemas.some(each => each.kind === "string")) {
            // A document may be given as text or as an object; any other alternative (an enum, a resource) travels as text.
            return others.length > 0 && schemas.some(each => each.kind === "object")
                ? { kind: "json" }
                : { kind: "string" };
        }
        return first;
    }

    function referenceOf(type: ts.TypeReferenceNode): ValueSchema {
        const name = type.typeName.getText();
        const [argument] = type.typeArguments ?? [];
        if (/^(pulumi\.)?(Input|Output|Promise)$/.test(name) && argument) return schemaOf(argument);
        if (name.startsWith("inputs.")) return objectNamed(shared.inputs(), name.slice("inputs.".length));
        if (name.startsWith("outputs.")) return objectNamed(shared.outputs(), name.slice("outputs.".length));
        // What is left names an enum, an ARN or a resource: the engine sends each as text.
        return { kind: "string" };
    }

    function objectNamed(declarations: Declarations, name: string): ObjectSchema {
        return objectOf(declarations.members(name));
    }

    function objectOf(members: readonly ts.PropertySignature[]): ObjectSchema {
        const properties: Record<string, ValueSchema> = {};
        const required: string[] = [];
        for (const member of members) {
            const name = member.name.getText();
            if (!member.type) throw new Error(`${name} has no type`);
            properties[name] = schemaOf(member.type);
            if (!member.questionToken) required.push(name);
        }
        return { kind: "object", properties, required };
    }

    return {
        resource(token) {
            const { module, name } = parts(token);
            const file = path.join(module, fileOf(name));
            const declarations = declarationsIn(`${file}.d.ts`);
            const { properties: inputs, required } = objectOf(declarations.members(`${name}Args`));
            const outputs = Object.fromEntries(
                declarations
                    .classProperties(name)
                    .filter(([property]) => !(property in inputs))
                    .map(([property, type]) => [property, schemaOf(type)]),
            );
            return {
                token,
                inputs,
                required,
                outputs,
                secretOutputs: secretOutputsIn(path.join(folder, `${file}.js`)),
            };
        },
        lookup(token) {
            const { module, name } = parts(token);
            const declarations = declarationsIn(`${path.join(module, name)}.d.ts`);
            const capital = name.slice(0, 1).toUpperCase() + name.slice(1);
            const args = declarations.has(`${capital}Args`)
                ? objectOf(declarations.members(`${capital}Args`))
                : undefined;
            const result = objectOf(declarations.members(`${capital}Result`));
            return {
                token,
                inputs: args?.properties ?? {},
                required: args?.required ?? [],
                outputs: result.properties,
                secretOutputs: [],
            };
        },
        provider() {
            const { properties, required } = objectOf(declarationsIn("provider.d.ts").members("ProviderArgs"));
            return { token: "pulumi:providers:aws", inputs: properties, required, outputs: {}, secretOutputs: [] };
        },
    };
}

interface Declarations {
    has(name: string): boolean;
    /** Properties of an interface, named with its namespaces: `ec2.GetInstanceTypeOfferingsFilter`. */
    members(name: string): readonly ts.PropertySignature[];
    classProperties(name: string): readonly (readonly [string, ts.TypeNode])[];
}

function readDeclarations(file: string): Declarations {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
    const interfaces = new Map<string, ts.InterfaceDeclaration>();
    const classes = new Map<string, ts.ClassDeclaration>();
    collect(source.statements, "");

    function collect(statements: readonly ts.Statement[], prefix: string): void {
        for (const statement of statements) {
            if (ts.isInterfaceDeclaration(statement)) interfaces.set(prefix + statement.name.text, statement);
            if (ts.isClassDeclaration(statement) && statement.name) classes.set(statement.name.text, statement);
            if (ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body)) {
                collect(statement.body.statements, `${prefix}${statement.name.text}.`);
            }
        }
    }

    return {
        has: name => interfaces.has(name),
        members(name) {
            const found = interfaces.get(name);
            if (!found) throw new Error(`${file} declares no interface ${name}`);
            return found.members.filter(ts.isPropertySignature);
        },
        classProperties(name) {
            const found = classes.get(name);
            if (!found) throw new Error(`${file} declares no class ${name}`);
            return found.members
                .filter(ts.isPropertyDeclaration)
                .filter(member => !member.modifiers?.some(each => each.kind === ts.SyntaxKind.StaticKeyword))
                .flatMap(member => (member.type ? [[member.name.getText(), member.type] as const] : []));
        },
    };
}

/** `additionalSecretOutputs: ["password"]` in the constructor. */
function secretOutputsIn(file: string): readonly string[] {
    const list = /additionalSecretOutputs: (\[[^\]]*\])/.exec(readFileSync(file, "utf8"))?.[1];
    return list === undefined ? [] : (JSON.parse(list) as string[]);
}

function isUndefined(type: ts.TypeNode): boolean {
    return type.kind === ts.SyntaxKind.UndefinedKeyword;
}

/** `aws:ec2/vpc:Vpc` → module `ec2`, name `Vpc`. The module `index` is the package itself. */
function parts(token: string): { module: string; name: string } {
    const [, module, name] = /^aws:([^/]+)\/[^:]+:(\w+)$/.exec(token) ?? [];
    if (module === undefined || name === undefined) throw new Error(`${token} is not a token of the AWS provider`);
    return { module: module === "index" ? "" : module, name };
}

const fileOf = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1);
