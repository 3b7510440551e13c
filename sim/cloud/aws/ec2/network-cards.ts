import type { InstanceType } from "./instance-types";

/** How many interfaces one network card of a type takes. `efa` counts EFA and EFA-only ones; undefined where nobody says. */
export interface NetworkCard {
    readonly interfaces: number;
    readonly efa: number | undefined;
}

/**
 * The network cards of a type, by their index. "You can assign only one EFA or EFA-only network interface per network card"
 * (EC2 user guide, using-eni). A type with fewer EFA interfaces than cards has its first cards without: p6-b300's card 0
 * takes ENA interfaces only (AttachmentLimitExceeded, "Network Card 0 (requested: 1, limit: 0)", published in April 2026).
 */
export function networkCards(type: InstanceType): readonly NetworkCard[] {
    const count = Math.max(1, type.networkCards);
    const interfaces = Math.floor(type.maxInterfaces / count);
    const withoutEfa = type.efaInterfaces === undefined ? 0 : Math.max(0, count - type.efaInterfaces);
    return Array.from({ length: count }, (_, index) => ({
        interfaces,
        efa: type.efaInterfaces === undefined ? undefined : index < withoutEfa ? 0 : 1,
    }));
}
