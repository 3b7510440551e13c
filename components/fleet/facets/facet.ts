import type { Unknown } from "../../catalog/known";
import type { SeenByName } from "../seen";

/**
 * One kind of thing that a fleet may say something of, each as far as it is known. Left out: the fleet says nothing of them.
 * Unknown as a whole: there may be any, for example in a chart that nobody rendered. Empty: there are none.
 *
 * @example
 * const subnets: Facet<Subnet> = { known: false, why: "the VPC is created by another stack" };
 */
export type Facet<T extends { readonly name: string }> = readonly SeenByName<T>[] | Unknown;
