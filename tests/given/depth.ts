/** Tests run in full: every round of what `npm test` tries once. `npm run test:deep` sets it. */
export const isDeep = process.env['TEST_DEPTH'] === 'deep'

export const roundsOf = (inTest: number, inDeep: number): number => (isDeep ? inDeep : inTest)
