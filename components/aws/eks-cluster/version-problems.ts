import {
    defaultEksVersion,
    eksSupport,
    eksVersion,
    eksVersions,
    type EksVersionFacts,
} from "../../catalog/kubernetes/eks-versions";
import { didYouMean, shown, type Problem } from "../../fleet/problem";

/** The kind of support that a cluster is willing to pay for. */
export type SupportChoice = "standard" | "extended";

/** What is wrong with the version of a new cluster on a day (`2026-11-22`). A missing date is not held against it. */
export function versionProblems(version: string, support: SupportChoice, today: string): Problem[] {
    const facts = eksVersion(version);
    if (facts === undefined) return unknownVersion(version, today);
    const state = eksSupport(facts, today);
    if (state === "ended") return [unsupported(facts, today, `use ${defaultEksVersion}, the default`)];
    if (state !== "extended" || support === "extended") return [];
    return [unsupported(facts, today, `use ${defaultEksVersion}, the default, or pay for support: "extended"`)];
}

/** A version that the catalogue does not know: its images, add-ons and dates are not known either. */
export function unknownVersion(version: string, today: string): Problem[] {
    if (eksVersion(version) !== undefined) return [];
    const names = supported(today).map(facts => facts.version);
    return [
        {
            id: "kubernetes-version.unknown",
            path: "version",
            got: shown(version),
            allowed: names.join(", "),
            fix: didYouMean(version, names, `use ${defaultEksVersion}, the default`),
        },
    ];
}

function unsupported(facts: EksVersionFacts, today: string, fix: string): Problem {
    const ends = ({ standardSupportEnds: standard, extendedSupportEnds: extended }: EksVersionFacts) =>
        `standard support until ${standard.known ? standard.day : "an unknown day"}, extended until ${extended.known ? extended.day : "an unknown day"}`;
    return {
        id: "kubernetes-version.unsupported",
        path: "version",
        got: `${shown(facts.version)}: ${ends(facts)}`,
        allowed: supported(today)
            .map(({ version, standardSupportEnds: standard }) =>
                standard.known ? `${version} (until ${standard.day})` : version,
            )
            .join(", "),
        fix,
    };
}

function supported(today: string): readonly EksVersionFacts[] {
    return eksVersions().filter(facts => ["standard", "unknown"].includes(eksSupport(facts, today)));
}
