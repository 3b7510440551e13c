// Addresses that nodes take, by the documented ways of the pod network. Does not prove what a real add-on does between two
// moments; the simulated EKS takes addresses by rules of its own.
import assert from "node:assert/strict";
import fc from "fast-check";
import { awsInstanceTypes, isNvidia } from "../../../components/catalog/aws/instance-types";
import { awsNetworkCards } from "../../../components/catalog/aws/network-cards";
import { addressesPerNode, maxPods, type PodAddresses } from "../../../components/fleet/addresses";
import { interfaceLayout, mostEfaInterfaces, plainFabric, type Fabric } from "../../../components/fleet/fabric";

const modes: readonly PodAddresses[] = ["secondary", "prefixes"];
const types = awsInstanceTypes()
    .filter(type => isNvidia(type) || type.accelerator.kind === "none")
    .map(({ name }) => name);

function withEfa(type: string, count: number): Fabric {
    const cards = awsNetworkCards(type);
    assert.ok(cards.known);
    return { interfaces: interfaceLayout(cards.cards, count), efaInterfaces: count, placement: "none" };
}

function mostEfa(type: string): number {
    const cards = awsNetworkCards(type);
    return cards.known ? mostEfaInterfaces(cards.cards) : 0;
}

function counted(...args: Parameters<typeof addressesPerNode>) {
    const found = addressesPerNode(...args);
    assert.ok(found.known, JSON.stringify(found));
    return found;
}

describe("the pods of a node", () => {
    // EKS user guide and awslabs/amazon-eks-ami, eni-max-pods.txt (read 2026-11-24).
    const table: readonly (readonly [string, PodAddresses, "managed" | "selfManaged", number])[] = [
        ["m7i.large", "secondary", "managed", 29],
        ["m7i.large", "prefixes", "managed", 110],
        ["g5.xlarge", "secondary", "managed", 58],
        ["p4d.24xlarge", "secondary", "selfManaged", 737],
        ["p4d.24xlarge", "secondary", "managed", 250],
        ["p5.48xlarge", "secondary", "managed", 100],
        ["p5.48xlarge", "prefixes", "managed", 250],
        ["p5.48xlarge", "prefixes", "selfManaged", 100],
        ["g4dn.xlarge", "secondary", "managed", 29],
    ];
    for (const [type, mode, kind, pods] of table) {
        it(`are ${pods} on a ${kind} ${type} with ${mode}`, () =>
            assert.deepEqual(maxPods(type, mode, kind), { known: true, pods }));
    }

    it("are not known for a type that the catalogue does not know", () =>
        assert.equal(maxPods("p9.metal", "prefixes", "managed").known, false));
});

describe("the addresses of a node", () => {
    it("are whole interfaces in secondary mode", () =>
        assert.deepEqual(counted("m7i.large", plainFabric, "secondary", "managed"), {
            known: true,
            unit: "addresses",
            atStart: 10,
            atMost: 30,
        }));

    it("are blocks of 16 and one of its own in prefix mode", () =>
        assert.deepEqual(counted("m7i.large", plainFabric, "prefixes", "managed"), {
            known: true,
            unit: "prefixes",
            atStart: 17,
            atMost: 1 + 8 * 16,
        }));

    it("are no more for 32 EFA interfaces of today's layout", () => {
        const [plain, efa] = [plainFabric, withEfa("p5.48xlarge", 32)].map(fabric =>
            counted("p5.48xlarge", fabric, "prefixes", "managed"),
        );
        assert.equal(efa?.atStart, plain?.atStart);
        assert.ok((efa?.atMost ?? 0) <= (plain?.atMost ?? 0));
    });

    it("are fewer in secondary mode where EFA takes an interface of the first card", () => {
        assert.equal(counted("p5.48xlarge", plainFabric, "secondary", "managed").atMost, 100);
        assert.equal(counted("p5.48xlarge", withEfa("p5.48xlarge", 32), "secondary", "managed").atMost, 50);
    });

    it("are one more for each further interface with Ethernet, as older layouts have them", () => {
        const interfaces = Array.from({ length: 32 }, (_, card) => ({
            card,
            device: card === 0 ? 0 : 1,
            kind: "efa" as const,
        }));
        const older: Fabric = { interfaces, efaInterfaces: 32, placement: "none" };
        const plain = counted("p5.48xlarge", plainFabric, "prefixes", "managed");
        const found = counted("p5.48xlarge", older, "prefixes", "managed");
        assert.deepEqual([found.atStart - plain.atStart, found.atMost - plain.atMost], [31, 31]);
    });

    it("are at least one, and never fewer when full than at the start, for every type, mode and fabric", () =>
        fc.assert(
            fc.property(
                fc.constantFrom(...types),
                fc.constantFrom(...modes),
                fc.constantFrom("managed", "selfManaged"),
                fc.nat({ max: 32 }),
                (type, mode, kind, wanted) => {
                    const fabric = withEfaUpTo(type, wanted);
                    const { atStart, atMost } = counted(type, fabric, mode, kind);
                    assert.ok(atStart >= 1 && atStart <= atMost);
                },
            ),
        ));

    it("do not grow with EFA interfaces", () =>
        fc.assert(
            fc.property(
                fc.constantFrom(...types),
                fc.constantFrom(...modes),
                fc.nat({ max: 32 }),
                (type, mode, wanted) => {
                    const less = counted(type, withEfaUpTo(type, wanted), mode, "managed");
                    const more = counted(type, withEfaUpTo(type, wanted + 1), mode, "managed");
                    assert.ok(more.atStart <= less.atStart && more.atMost <= less.atMost);
                },
            ),
        ));

    it("suffice for the pods that the kubelet takes, without EFA", () => {
        for (const type of types) {
            for (const mode of modes) {
                const pods = maxPods(type, mode, "managed");
                const { atMost } = counted(type, plainFabric, mode, "managed");
                assert.ok(pods.known && atMost >= pods.pods - 2, `${type} ${mode}`);
            }
        }
    });
});

function withEfaUpTo(type: string, wanted: number): Fabric {
    const count = Math.min(wanted, mostEfa(type));
    return count === 0 ? plainFabric : withEfa(type, count);
}
