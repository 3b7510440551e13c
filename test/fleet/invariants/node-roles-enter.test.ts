// Proves which roles need an entry and which policies are a node's. Does not prove that a cluster lets machines in: the
// simulated account does.
import assert from "node:assert/strict";
import type { AccessEntry } from "../../../components/fleet/facets";
import type { Fleet } from "../../../components/fleet/finding";
import { aPool } from "../builders";
import { aNodeRole } from "../facet-builders";
import { judged, later } from "./judged";

const own = aPool({ groupKind: "selfManaged" });
const entry: AccessEntry = { name: "train-role", cluster: "shared", type: "EC2_LINUX" };
const role = "role train-role on shared";

function roles(fleet: Partial<Fleet>): Record<string, string> {
    return judged("X10", { pools: [own], nodeRoles: [aNodeRole()], accessEntries: [entry], ...fleet });
}

describe("the role of self-managed nodes (X10)", () => {
    it("enters by an entry for machines, on its own cluster", () => {
        const closed = "node-role.no-access: role train-role without an access entry for machines on cluster shared";
        const enters = (...accessEntries: AccessEntry[]) => roles({ accessEntries })[role];
        assert.equal(enters(entry), "holds");
        assert.equal(enters({ ...entry, type: "AWS_AUTH" }), "holds");
        assert.equal(enters({ ...entry, type: "EC2_WINDOWS" }), "holds");
        assert.equal(enters({ ...entry, type: "STANDARD" }), closed);
        assert.equal(enters({ ...entry, cluster: "west" }), closed);
        assert.equal(enters({ ...entry, name: "other-role" }), closed);
        assert.equal(enters(), closed);
        assert.equal(enters({ ...entry, type: "STANDARD" }, entry), "holds");
    });

    it("is judged once for all pools of a cluster that have it", () => {
        const pools = [own, { ...own, name: "b" }, { ...own, name: "c", cluster: "west" }];
        const found = roles({ pools, nodeRoles: [aNodeRole({ pools: ["train", "b", "c"] })] });
        assert.deepEqual(found, {
            [role]: "holds",
            "role train-role on west":
                "node-role.no-access: role train-role without an access entry for machines on cluster west",
            "role train-role": "holds",
        });
    });

    it("is let in by EKS for the groups that it manages, and by GKE", () => {
        const managed = "notApplicable: EKS lets in the roles of the groups that it manages";
        assert.equal(roles({ pools: [aPool()] })["pool train"], managed);
        assert.equal(roles({ pools: [aPool({ groupKind: "auto" })] })["pool train"], managed);
        assert.equal(
            roles({ pools: [{ ...own, cloud: "gcp" }] })["pool train"],
            "notApplicable: GKE lets its nodes in",
        );
    });

    it("may do no more than a node needs", () => {
        const policies = (...given: string[]) =>
            roles({ nodeRoles: [aNodeRole({ policies: given })] })["role train-role"];
        assert.equal(policies("AmazonEKSWorkerNodeMinimalPolicy", "AmazonSSMManagedInstanceCore"), "holds");
        assert.equal(
            policies("AmazonEKSWorkerNodePolicy", "AdministratorAccess", "AmazonS3FullAccess"),
            "node-role.policies: AdministratorAccess, AmazonS3FullAccess",
        );
    });

    it("is undecided while it, its entries or its pools are not known", () => {
        const seen = (fleet: Partial<Fleet>, subject = "pool train") => roles(fleet)[subject];
        assert.equal(seen({ nodeRoles: later }), "undecided: the node roles are not known: created later");
        assert.equal(seen({ nodeRoles: [] }), "undecided: the fleet says nothing of the role of train");
        assert.equal(
            seen({ nodeRoles: [{ ...aNodeRole(), pools: later }] }),
            "undecided: the pools of role train-role are not known",
        );
        assert.equal(
            seen({ pools: [{ ...own, groupKind: later }] }),
            "undecided: who keeps its machines is not known: created later",
        );
        assert.equal(seen({ pools: [{ ...own, cloud: later }] }), "undecided: the cloud is not known: created later");
        assert.equal(
            seen({ pools: [{ ...own, cluster: later }] }),
            "undecided: the cluster is not known: created later",
        );
        const vague = "undecided: the access entry of train-role is not known";
        assert.equal(seen({ accessEntries: [{ ...entry, type: later }] }, role), vague);
        assert.equal(seen({ accessEntries: [{ ...entry, cluster: later }] }, role), vague);
        const elsewhere = { ...entry, cluster: "west", type: later };
        assert.match(seen({ accessEntries: [elsewhere] }, role) ?? "", /^node-role/);
        assert.match(
            seen({ accessEntries: [{ ...entry, cluster: later, type: "STANDARD" }] }, role) ?? "",
            /^node-role/,
        );
        assert.equal(
            seen({ accessEntries: later }, role),
            "undecided: the access entries are not known: created later",
        );
        assert.equal(
            seen({ nodeRoles: [{ ...aNodeRole(), policies: later }] }, "role train-role"),
            "undecided: the policies are not known: created later",
        );
    });

    it("is nobody's concern while the fleet says nothing of roles", () => {
        assert.deepEqual(judged("X10", { pools: [own] }), {
            "pool train": "undecided: the fleet says nothing of its node roles",
        });
    });
});
