import type { Finding, Fleet, Invariant, Judgement } from "../finding";
import { isUnknown } from "../seen";
import { judgeFacet } from "./facet-items";
import { finding, holds, notApplicable, undecided, violated } from "./judgements";
import { judgeLabelWriters } from "./label-writers";
import { declarations, identify, perhapsSame, type Identified, type SeenObject } from "./object-identity";

/**
 * X15: an object of a cluster, and a label of a node, has one writer. Trap: server-side apply conflicts, or two writers that
 * undo each other's change at every run and never come to rest.
 */
export const singleWriter: Invariant = {
    id: "X15",
    title: "no object is declared twice, and no label of a pool is set to something else by a supplier",
    problems: ["kubernetes.declared-twice", "label.two-writers"],
    verdicts: {
        holds: "The object is declared once, or its patches write different fields; suppliers of labels agree with the pool.",
        undecided: "It may be the same object as another, or which fields are written is not known.",
        notApplicable:
            "It is declared elsewhere too, which is judged there; or the fleet says nothing of objects; or no supplier of labels runs on the pool.",
    },
    check: (fleet: Fleet) => [
        ...judgeFacet<SeenObject>("X15", fleet.kubernetesObjects, "kubernetes objects", objects =>
            judgeObjects(identify(fleet, objects)),
        ),
        ...judgeLabelWriters(fleet),
    ],
};

function judgeObjects(objects: readonly Identified[]): Finding[] {
    const same = new Map(declarations(objects).flatMap(all => all.map(each => [each, all] as const)));
    const perhaps = perhapsSame(objects);
    return objects.map(each =>
        finding("X15", `object ${each.object.name}`, judge(each, same.get(each) ?? [each], perhaps.get(each))),
    );
}

function judge(each: Identified, all: readonly Identified[], perhaps: Identified | undefined): Judgement {
    const [first] = all;
    const clash = clashOf(all);
    if (clash === "certain") {
        return each === first
            ? violated(twice(all))
            : notApplicable(`it is declared as ${first?.object.name ?? "another"} too, which is judged`);
    }
    if (clash === "possible") return undecided("whether its declarations write the same fields is not known");
    if (perhaps !== undefined) return undecided(`it may be the same object as ${perhaps.object.name}`);
    return each.complete ? holds : undecided("what it is called, or where it goes, is not known");
}

/** Whether the declarations of one object write the same fields: whole objects do, patches only where they meet. */
function clashOf(all: readonly Identified[]): "none" | "possible" | "certain" {
    if (all.length === 1) return "none";
    const patches = all.map(({ object }) => object.patches);
    const known = patches.flatMap(each => (isUnknown(each) ? [] : [each]));
    const whole = known.filter(fields => fields.length === 0).length;
    if (whole > 1 || meet(known)) return "certain";
    return whole > 0 || known.length < patches.length ? "possible" : "none";
}

/** Whether two patches write one field, or one of them a part of the other's. */
function meet(patches: readonly (readonly string[])[]): boolean {
    const writers = new Map<string, number>();
    patches.forEach((fields, writer) => {
        for (const field of new Set(fields)) writers.set(field, writers.has(field) ? -1 : writer);
    });
    return patches.some((fields, writer) =>
        fields.some(field => pathsAbove(field).some(path => ![undefined, writer].includes(writers.get(path)))),
    );
}

/** The path itself and what it lies in: `a.b` gives `a` and `a.b`. */
function pathsAbove(path: string): string[] {
    const parts = path.split(".");
    return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}

function twice(all: readonly Identified[]) {
    const names = all.map(({ object }) => object.name);
    const known = all[0]?.known;
    const text = ["kind", "namespace", "objectName"]
        .map(field => known?.get(field) ?? "")
        .filter(text => text !== "")
        .join(" ");
    return {
        id: "kubernetes.declared-twice",
        path: names.map(name => `kubernetesObjects["${name}"]`).join(", "),
        got: `${text}, written by ${names.join(" and ")}`,
        allowed: "one writer of an object, or of a field of it",
        fix: `keep ${names[0] ?? "one"} and remove the others`,
    } as const;
}
