import { awsRegion, awsRegions } from "../catalog/aws/offerings";
import { didYouMean, shown, type Problem } from "../fleet/problem";

/** What is wrong with a region: nobody gave one, or the catalogue knows none of this name. */
export function regionProblems(region: string | undefined, path: string): Problem[] {
    if (region === undefined) {
        return [
            {
                id: "region.missing",
                path,
                got: "nothing",
                allowed: "a region, for example us-east-2",
                fix: `give ${path}, or set it for the stack: pulumi config set aws:region us-east-2`,
            },
        ];
    }
    if (awsRegion(region) !== undefined) return [];
    const names = awsRegions().map(facts => facts.name);
    return [
        {
            id: "region.unknown",
            path,
            got: shown(region),
            allowed: `a region of the catalogue (${names.length})`,
            fix: didYouMean(region, names, "use a region of the commercial partition"),
        },
    ];
}

/** The zone ids of a region, in their order; empty for a region that the catalogue does not know. */
export function zonesOf(region: string | undefined): readonly string[] {
    return region === undefined ? [] : (awsRegion(region)?.zones.map(zone => zone.id) ?? []);
}
