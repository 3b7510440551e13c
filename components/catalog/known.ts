/** A fact that no source states. `why` says what was looked at, so that nobody takes it for zero or for "no". */
export interface Unknown {
    readonly known: false;
    readonly why: string;
}

/**
 * A fact that may be missing from the sources: look at `known` before reading it.
 *
 * @example
 * const memory: Known<{ gib: number }> = { known: true, gib: 80 };
 * const price: Known<{ usdPerHour: number }> = { known: false, why: "capacity block only" };
 */
export type Known<T extends object> = ({ readonly known: true } & Readonly<T>) | Unknown;
