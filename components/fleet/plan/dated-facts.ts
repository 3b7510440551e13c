import { awsInstanceType } from "../../catalog/aws/instance-types";
import { grouped } from "../grouped";
import type { Market } from "../market";
import type { Pool } from "../pool";
import type { DatedFact } from "./fleet-plan";

type Dated = Pick<DatedFact, "asOf" | "source">;

/** Where each kind of fact about a pool comes from; nothing for what is not known. */
const suppliers: Readonly<Record<DatedFact["what"], (pool: Pool, market: Market) => Dated | undefined>> = {
    "machine types": ({ cloud, machineType }) => (cloud === "aws" ? awsInstanceType(machineType) : undefined),
    prices: (pool, market) => ifKnown(market.price(pool)),
    quotas: (pool, market) => ifKnown(market.quota(pool)),
};

/** The facts that a plan of these pools rests on, by kind, day and source. */
export function datedFacts(pools: readonly Pool[], market: Market): DatedFact[] {
    const kinds = Object.keys(suppliers) as DatedFact["what"][];
    return kinds.flatMap(what => {
        const found = pools.flatMap(pool => {
            const facts = suppliers[what](pool, market);
            return facts === undefined ? [] : [{ pool: pool.name, asOf: facts.asOf, source: facts.source }];
        });
        const byOrigin = grouped(found, ({ asOf, source }) => JSON.stringify([asOf, source]));
        return [...byOrigin.values()].flatMap((same): DatedFact[] => {
            const [first] = same;
            if (first === undefined) return [];
            return [{ what, asOf: first.asOf, source: first.source, pools: same.map(({ pool }) => pool) }];
        });
    });
}

function ifKnown(answer: { readonly known: false } | ({ readonly known: true } & Dated)): Dated | undefined {
    return answer.known ? answer : undefined;
}
