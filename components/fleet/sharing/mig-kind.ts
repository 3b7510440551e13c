import type { MigProfile } from "../../catalog/mig";

/** Whether a choice names one profile instead of counts. */
export function isAlike<Choice extends object>(
    choice: Choice,
): choice is Extract<Choice, { readonly profile: MigProfile }> {
    return "profile" in choice && choice.profile !== undefined;
}
