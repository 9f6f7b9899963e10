/** True in the deep half: runs every round that `npm test` tries once. Set by `npm run test:deep`. */
export const isDeep = process.env['TEST_DEPTH'] === 'deep'

export const roundsOf = (inTest: number, inDeep: number): number => (isDeep ? inDeep : inTest)
