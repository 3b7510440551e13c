/**
 * Limits of the simulated account that differ from a new account's, by `service/code`. A new account may start no
 * accelerated instance of most families; this one may, and the commands say so.
 */
export const raisedQuotas: Readonly<Record<string, number>> = {
    "ec2/L-1216C47A": 1152, // standard families: system nodes
    "ec2/L-DB2E81BA": 6144, // G and VT: one of every type at once
    "ec2/L-3819A6DF": 6144, // G and VT, spot
    "ec2/L-417A185B": 3072, // P: sixteen p5.48xlarge
    "ec2/L-7212CCBC": 3072, // P, spot
    "ec2/L-1945791B": 1536, // Inf: eight inf2.48xlarge
    "ec2/L-B5D1601B": 1536, // Inf, spot
    "ec2/L-2C3B7624": 3072, // Trn: sixteen trn2.48xlarge
    "ec2/L-6B0D517C": 3072, // Trn, spot
    "ec2/L-74FC7D96": 1536, // F: eight f2.48xlarge
    "ec2/L-88CF9481": 1536, // F, spot
};

/** One line for people who would otherwise take the quotas for granted. */
export const raisedQuotasNotice =
    "Its account has raised vCPU quotas (P 3072, G 6144, Trn 3072, Inf 1536, F 1536); a new real account has 0 for most accelerated families";
