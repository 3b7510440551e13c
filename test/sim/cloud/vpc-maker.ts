import { openAccount } from "../../../sim/cloud/account";
import { createResource } from "../../../sim/cloud/operations";
import { fakeMachines, testRegion } from "./an-account";

/** Makes two VPCs, one after the other, and ends. A process of its own: `node vpc-maker.js <folder> <faults file>`. */
async function main(): Promise<void> {
    const account = await openAccount({
        directory: process.argv[2]!,
        faults: process.argv[3],
        machines: fakeMachines(),
    });
    const type = account.types.get("aws:ec2/vpc:Vpc")!;
    for (let index = 0; index < 2; index += 1) {
        const inputs = { cidrBlock: `10.${index}.0.0/16` };
        await createResource(account, { type, region: testRegion, inputs, tags: {}, signal: account.closing });
    }
    await account.close();
}

void main();
