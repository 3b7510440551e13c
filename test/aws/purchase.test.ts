// Proves that node group and launch template say the same of how machines are bought, for every kind and type. Does not prove that
// EKS takes them: the local cloud refuses by its own rules.
import assert from "node:assert/strict";
import fc from "fast-check";
import { purchaseOf } from "../../components/aws/node-group/purchase";
import { awsInstanceTypes } from "../../components/catalog/aws/instance-types";
import { reservation } from "../../components/fleet/capacity/capacity";
import { capacityRules } from "../../components/fleet/capacity/capacity-rules";
import { aReservation, kinds, oneOfEach, reservationId } from "../fleet/capacity/builders";

const type = "p5.48xlarge";
const toId = { capacityReservationTarget: { capacityReservationId: reservationId } };
const onAws = kinds.filter(kind => capacityRules[kind].clouds.includes("aws"));
const resourceGroupArn = "arn:aws:resource-groups:us-east-2:123456789012:group/ml";

describe("a purchase", () => {
    it("of a managed group says each thing where EKS wants it", () => {
        const instanceTypes = [type];
        assert.deepEqual(
            onAws.map(kind => purchaseOf(oneOfEach[kind], type)),
            [
                { capacityType: "ON_DEMAND", instanceTypes, template: {} },
                { capacityType: "SPOT", instanceTypes, template: {} },
                { capacityType: "ON_DEMAND", instanceTypes, template: { capacityReservationSpecification: toId } },
                {
                    capacityType: "CAPACITY_BLOCK",
                    template: {
                        instanceType: type,
                        instanceMarketOptions: { marketType: "capacity-block" },
                        capacityReservationSpecification: toId,
                    },
                },
                { capacityType: "ON_DEMAND", instanceTypes, template: { capacityReservationSpecification: toId } },
            ],
        );
    });

    it("of a group's own Auto Scaling group says everything in the template", () => {
        assert.deepEqual(purchaseOf(oneOfEach.spot, type, "selfManaged"), {
            capacityType: "SPOT",
            template: { instanceType: type, instanceMarketOptions: { marketType: "spot" } },
        });
    });

    it("from a group of reservations never falls back to the list price", () => {
        const from = reservation({ resourceGroupArn, zone: "use2-az1" });
        assert.deepEqual(purchaseOf(from, type).template.capacityReservationSpecification, {
            capacityReservationPreference: "capacity-reservations-only",
            capacityReservationTarget: { capacityReservationResourceGroupArn: resourceGroupArn },
        });
    });

    it("agrees with itself, whatever the kind, the type and the group", () => {
        const capacity = fc.constantFrom(
            ...onAws.map(kind => oneOfEach[kind]),
            reservation({ resourceGroupArn, zone: "use2-az1" }),
        );
        const machineType = fc.constantFrom(...awsInstanceTypes().map(({ name }) => name));
        fc.assert(
            fc.property(capacity, machineType, fc.constantFrom("managed", "selfManaged"), (bought, name, groupKind) => {
                const { capacityType, instanceTypes, template } = purchaseOf(bought, name, groupKind);
                const {
                    instanceType,
                    instanceMarketOptions: market,
                    capacityReservationSpecification: target,
                } = template;
                // The type stands in one place, and is the type.
                assert.deepEqual(
                    [...(instanceTypes ?? []), ...(instanceType === undefined ? [] : [instanceType])],
                    [name],
                );
                // A block is a block in all three places, and nothing else is one in any.
                const block = bought.kind === "capacityBlock";
                assert.equal(capacityType === "CAPACITY_BLOCK", block);
                assert.equal(market?.marketType === "capacity-block", block);
                if (block) assert.equal(instanceType, name);
                // EKS asks for spot itself; a group of one's own must.
                assert.equal(capacityType === "SPOT", bought.kind === "spot");
                assert.equal(market?.marketType === "spot", bought.kind === "spot" && groupKind === "selfManaged");
                // Whoever names a reservation targets it, once.
                assert.equal(target !== undefined, capacityRules[bought.kind].oneZone);
                if (target) assert.equal(Object.keys(target.capacityReservationTarget).length, 1);
            }),
            { numRuns: 2000 },
        );
    });

    it("is none where Amazon does not sell, and none by tags", () => {
        for (const kind of kinds.filter(each => !onAws.includes(each))) {
            assert.throws(() => purchaseOf(oneOfEach[kind], type), RangeError);
        }
        assert.throws(() => purchaseOf(aReservation({ from: { tags: { a: "b" } } }), type), RangeError);
    });
});
