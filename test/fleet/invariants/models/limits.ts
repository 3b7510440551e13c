import fc from "fast-check";
import type { FleetConfig } from "../../../../components/fleet/context";
import { regions } from "./small-world";

const money = fc.constantFrom(undefined, 0, 55.04, 55.039_999, 110.08, 5504, 1e6);
export const config: fc.Arbitrary<FleetConfig> = fc
    .record({
        max: money,
        desired: money,
        limits: fc.array(
            fc.record({
                region: fc.constantFrom(...regions),
                code: fc.constantFrom("L-P", "L-G", "L-S", "L-T", "L-P-spot", "L-G-spot"),
                vcpus: fc.nat({ max: 8 }).map(machines => machines * 192),
            }),
            { maxLength: 6 },
        ),
        spotNodesAtOnce: fc.constantFrom(0, 1, 3),
        nodeGroups: fc.record({ shared: fc.constantFrom(1, 2, 30), west: fc.constantFrom(1, 2, 30) }),
    })
    .map(({ max, desired, limits, spotNodesAtOnce, nodeGroups }) => ({
        ...(max === undefined && desired === undefined
            ? {}
            : {
                  budgetUsdPerHour: {
                      ...(max === undefined ? {} : { max }),
                      ...(desired === undefined ? {} : { desired }),
                  },
              }),
        quotaLimits: limits,
        spotNodesAtOnce,
        nodeGroups,
    }));
