/**
 * What becomes of FPGA images when a machine is terminated, whoever terminates it. Does not prove that EC2 waits for a shutdown
 * that takes its time, nor that a pod has ended before its image is cleared.
 */
import assert from "node:assert/strict";
import { AUTO_SCALING_GROUP } from "../../../../sim/cloud/aws/autoscaling/tokens";
import { fpgaImages } from "../../../../sim/cloud/aws/eks/boot/fpga-images";
import { NODE_GROUP } from "../../../../sim/cloud/aws/eks/tokens";
import { reportInstances } from "../../../../sim/cloud/instance-reports";
import { fakeClock } from "../an-account";
import { aCluster, aTemplate, createGroup, updateGroup, type TestCluster } from "./a-cluster";

const [image = ""] = fpgaImages()
    .filter(({ family }) => family === "f2")
    .map(({ id }) => id);

const unit = (stop: string) => [
    "cat > /etc/systemd/system/fpga-images.service <<'EOF'",
    "[Service]",
    "Type=oneshot",
    "RemainAfterExit=yes",
    `ExecStart=fpga-load-local-image -S 0 -I ${image}`,
    ...(stop === "" ? [] : [`ExecStop=${stop}`]),
    "EOF",
    "systemctl start fpga-images",
];

/** User data that installs the tools and loads an image, which the unit clears when it stops. */
function userData(stop: string): string {
    const script = [
        "#!/bin/bash",
        "dnf install -y gcc make",
        "curl -fsSL -o /tmp/sdk.tar.gz https://github.com/aws/aws-fpga/archive/refs/tags/v2.3.2.tar.gz",
        `echo "${"a".repeat(64)}  /tmp/sdk.tar.gz" | sha256sum --check`,
        "SDK_DIR=/opt/aws-fpga/sdk bash /opt/aws-fpga/sdk/sdk_install.sh",
        ...unit(stop),
    ];
    const mime = ["MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="//"', "", "--//"];
    const part = ["Content-Type: text/x-shellscript", "", ...script, "--//--", ""];
    return Buffer.from([...mime, ...part].join("\n")).toString("base64");
}

const group = { instanceTypes: ["f2.6xlarge"], amiType: "AL2023_x86_64_STANDARD" };
const sizes = (desiredSize: number) => ({ scalingConfig: { minSize: 0, desiredSize, maxSize: 2 } });

async function aManagedGroup(stop: string, clock = fakeClock()) {
    const cluster = await aCluster({}, { region: "us-west-2", clock });
    const launchTemplate = await aTemplate(cluster, { userData: userData(stop) });
    const inputs = { ...group, launchTemplate, subnetIds: cluster.network.subnetIds };
    const made = await createGroup(cluster, { ...inputs, ...sizes(2) });
    assert.equal(made.failure, undefined);
    return { cluster, inputs };
}

const ended = ({ account }: TestCluster) => reportInstances(account).flatMap(each => each.ended);
const cleared = [{ slot: 0, image, left: null }];

describe("a machine with FPGAs that is terminated", () => {
    it("has cleared them when its group is made smaller", async () => {
        const { cluster, inputs } = await aManagedGroup("fpga-clear-local-image -S 0");
        assert.deepEqual(ended(cluster), []);
        await updateGroup(cluster, { ...inputs, ...sizes(1) });
        const [gone, ...more] = ended(cluster);
        assert.deepEqual([gone?.slots, gone?.problems, more.length], [cleared, [], 0]);
    });

    it("is told of for an hour, also when its group went too", async () => {
        const clock = fakeClock();
        const { cluster } = await aManagedGroup("fpga-clear-local-image -S 0", clock);
        await cluster.account.remove(NODE_GROUP, "shared:serve");
        const [report] = reportInstances(cluster.account);
        assert.deepEqual([report?.type, report?.instances.length, report?.ended.length], ["gone", 0, 2]);
        clock.advance(3_600_001);
        assert.deepEqual(reportInstances(cluster.account), []);
    });

    it("leaves its images where nothing clears them, or where that fails", async () => {
        for (const [stop, problems] of [
            ["", 0],
            ["fpga-clear-local-image -S 3", 2],
        ] as const) {
            const { cluster, inputs } = await aManagedGroup(stop);
            await updateGroup(cluster, { ...inputs, ...sizes(0) });
            const [gone] = ended(cluster);
            assert.deepEqual([gone?.slots, gone?.problems.length], [[{ slot: 0, image, left: image }], problems]);
        }
    });

    it("does so in an Auto Scaling group of its own too", async () => {
        const cluster = await aCluster({}, { region: "us-west-2" });
        const name = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id";
        const { value } = await cluster.account.invoke("aws:ssm/getParameter:getParameter", { name });
        const launchTemplate = await aTemplate(cluster, {
            imageId: value ?? null,
            instanceType: "f2.6xlarge",
            userData: userData("fpga-clear-local-image -S 0"),
        });
        const inputs = {
            name: "own",
            minSize: 0,
            maxSize: 1,
            desiredCapacity: 1,
            vpcZoneIdentifiers: cluster.network.subnetIds,
            launchTemplate,
        };
        assert.equal((await cluster.account.create(AUTO_SCALING_GROUP, inputs)).failure, undefined);
        await cluster.account.update(AUTO_SCALING_GROUP, "own", { ...inputs, desiredCapacity: 0 });
        assert.deepEqual(
            ended(cluster).map(({ slots }) => slots),
            [cleared],
        );
    });
});
