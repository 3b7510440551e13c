import { fpgaImageId, fpgaType, type FpgaTypeFacts } from "../../catalog/aws/fpga-types";
import { shown, type Problem } from "../../fleet/problem";
import { isLinked } from "./tools";

/**
 * What is wrong with the images of a group. They are looked at as what they may be, whatever their types say: a configuration
 * file, or a program that is not typed, can hold anything. Nothing for a type without FPGAs, which is refused itself.
 */
export function loadProblems(machineType: string, load: unknown): Problem[] {
    const facts = fpgaType(machineType);
    if (load === undefined || facts === undefined) return [];
    if (!isLinked(machineType)) return [loadedByRuntime(machineType)];
    if (!Array.isArray(load)) return slotProblems("load", load, false);
    const slots: readonly unknown[] = load;
    return [
        ...countProblems(facts, slots),
        ...slots.flatMap((slot, index) => slotProblems(`load[${index}]`, slot, true)),
    ];
}

function countProblems({ type, slots: most }: FpgaTypeFacts, slots: readonly unknown[]): Problem[] {
    if (slots.length === 0) return [emptyList(most)];
    if (slots.length <= most) return [];
    return [
        {
            id: "fpga.slots",
            path: "load",
            got: `${slots.length} slots`,
            allowed: `at most ${most}: ${type} has ${most === 1 ? "one FPGA" : `${most} FPGAs`}`,
            fix: `remove load[${most}]${slots.length > most + 1 ? ` to load[${slots.length - 1}]` : ""}, or choose a larger type`,
        },
    ];
}

function emptyList(most: number): Problem {
    return {
        id: "fpga.slots",
        path: "load",
        got: "[]",
        allowed: `1 to ${most} slots, or one image for all of them`,
        fix: "leave load out for nodes whose boot loads nothing",
    };
}

function slotProblems(path: string, slot: unknown, mayBeEmpty: boolean): Problem[] {
    if (mayBeEmpty && (slot === "empty" || slot === undefined)) return [];
    const keys = typeof slot === "object" && slot !== null ? Object.keys(slot) : [];
    if (keys.length !== 1 || keys[0] !== "agfi") return [notASlot(path, slot, mayBeEmpty)];
    return imageProblems(`${path}.agfi`, (slot as { readonly agfi: unknown }).agfi);
}

function imageProblems(path: string, id: unknown): Problem[] {
    if (typeof id !== "string") return [notPlain(path, id)];
    switch (fpgaImageId(id)) {
        case "agfi":
            return [];
        case "afi":
            return [regional(path, id)];
        case undefined:
            return [malformed(path, id)];
    }
}

function notASlot(path: string, slot: unknown, mayBeEmpty: boolean): Problem {
    const afi = typeof slot === "string" && fpgaImageId(slot) !== undefined;
    return {
        id: "fpga.image-id",
        path,
        got: shown(slot),
        allowed: mayBeEmpty
            ? '{ agfi: "agfi-…" } or "empty"'
            : '{ agfi: "agfi-…" }, or a list with one of them for each slot',
        fix: afi ? `write { agfi: ${shown(slot)} }` : "name the image by its global id, under agfi",
    };
}

function notPlain(path: string, id: unknown): Problem {
    return {
        id: "fpga.image-id",
        path,
        got: shown(id),
        allowed: "a plain text: agfi- and 17 of the digits 0-9 and a-f",
        fix: "write the id of an image that exists: images are built once, and before the nodes that load them",
    };
}

function regional(path: string, id: string): Problem {
    return {
        id: "fpga.image-id",
        path,
        got: `${shown(id)}, the id that EC2 uses in one region`,
        allowed: "the global id of the image: agfi- and 17 of the digits 0-9 and a-f",
        fix: `ask EC2 for it: aws ec2 describe-fpga-images --fpga-image-ids ${id} --query 'FpgaImages[].FpgaImageGlobalId'`,
    };
}

function malformed(path: string, id: string): Problem {
    const meant = id.trim().toLowerCase();
    return {
        id: "fpga.image-id",
        path,
        got: shown(id),
        allowed: "agfi- and 17 of the digits 0-9 and a-f",
        fix:
            fpgaImageId(meant) === "agfi"
                ? `write ${shown(meant)}`
                : "ask EC2: aws ec2 describe-fpga-images --owners self --query 'FpgaImages[].FpgaImageGlobalId'",
    };
}

function loadedByRuntime(machineType: string): Problem {
    return {
        id: "fpga.slots",
        path: "load",
        got: `images for ${machineType}`,
        allowed: "none: AMD's runtime loads the image that a program brings",
        fix: "leave load out",
    };
}
