import { asInstant, type Instant } from "../fleet/instant";

/** The moment it is: asked for by components alone, so that every plan is the same for the same arguments. */
export function currentInstant(): Instant {
    return asInstant(Date.now());
}
