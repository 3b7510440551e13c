/**
 * Money in whole millionths of a dollar. The finest price of the tables has six decimals, so sums are exact, in whatever order
 * they are taken. Safe up to nine thousand million dollars.
 */
export type MicroUsd = number;

/**
 * A price of the tables, as an amount that can be added.
 *
 * @example microUsd(0.8048); // 804800
 */
export function microUsd(usd: number): MicroUsd {
    return Math.round(usd * 1_000_000);
}

/**
 * The amount in dollars, for people and programs.
 *
 * @example dollars(microUsd(0.1) + microUsd(0.2)); // 0.3
 */
export function dollars(amount: MicroUsd): number {
    return amount / 1_000_000;
}
