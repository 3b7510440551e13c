/**
 * Limits of the simulated account that differ from a new account's, by `service/code`. A new account may start no
 * accelerated instance of most families; this one may, and the commands say so.
 */
export const raisedQuotas: Readonly<Record<string, number>> = {
    "ec2/L-1216C47A": 1152, // standard families: system nodes
    "ec2/L-DB2E81BA": 768, // G and VT
    "ec2/L-3819A6DF": 768, // G and VT, spot
    "ec2/L-417A185B": 3072, // P: sixteen p5.48xlarge
    "ec2/L-7212CCBC": 3072, // P, spot
};

/** One line for people who would otherwise take the quotas for granted. */
export const raisedQuotasNotice =
    "Its account has raised vCPU quotas (P 3072, G 768); a new real account has 0 for most accelerated families";
