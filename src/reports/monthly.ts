/** Returns MRR in minor units, not rounded: a twelfth of the annual amount. */
export const monthlyOf = (annual: number): number => annual / 12
