import { deleteResource } from "./operations";
import type { SimAccount } from "./sim-account";

/**
 * Removes a resource as its owner would in the cloud's console, past any program.
 *
 * @throws when the account does not hold it, or when something still depends on it.
 */
export async function removeResource(
    account: SimAccount,
    { type: token, id }: { readonly type: string; readonly id: string },
): Promise<void> {
    const found = account.store.all().find(resource => resource.type === token && resource.id === id);
    const type = account.types.get(token);
    if (found === undefined || type === undefined) {
        throw new Error(`the account holds no ${token} ${id}`);
    }
    const { region, inputs } = found;
    await deleteResource(account, { type, region, inputs, tags: undefined, signal: account.closing }, id);
}
