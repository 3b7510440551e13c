import fc from "fast-check";
import type { Pool } from "../../../components/fleet/pool";
import { aPool, aSystemPool } from "../builders";
import { anEfaPool } from "../facet-builders";

/** A pool on a cluster and in a region of its own, that nothing mentions and that costs nothing. */
export const unrelatedPool: fc.Arbitrary<Pool> = fc.constantFrom(aPool, aSystemPool, anEfaPool).map(build =>
    build({
        name: "unrelated",
        cluster: "elsewhere",
        region: "elsewhere",
        zones: ["elsewhere-1"],
        nodes: { min: 0, desired: 0, max: 0 },
    }),
);
