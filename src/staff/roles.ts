/**
 * `report` sees rounded reports. `campaigns` edits campaigns and sees the reports on appeals and snoozes. `finance`
 * sees exact figures in every report, exports, waiting work and single supporters, and acts for them. None includes
 * another.
 */
export const ROLES = ['report', 'campaigns', 'finance'] as const
export type Role = (typeof ROLES)[number]

/** The roles that see the reports on appeals and snoozes. */
export const APPEAL_REPORT_ROLES = ['report', 'campaigns', 'finance'] as const satisfies readonly Role[]

export type RoleHolder = { roles: readonly Role[] }

/** Tells if a member has the role, or at least one of several. */
export const hasRole = (member: RoleHolder, ...anyOf: readonly Role[]): boolean =>
  anyOf.some((role) => member.roles.includes(role))

/** The reason for refusing a member who has none of the roles that a page needs. */
export const refusalWithout = (
  needed: readonly Role[],
): 'needs-report-role' | 'needs-campaigns-role' | 'not-your-role' => {
  if (needed.includes('report')) return 'needs-report-role'
  return needed.includes('campaigns') ? 'needs-campaigns-role' : 'not-your-role'
}

export type ParsedRoles = { ok: true; roles: readonly Role[] } | { ok: false; unknown: string }

/** Reads roles with commas between them. Returns each once, in the order of `ROLES`. */
export const parseRoles = (text: string): ParsedRoles => {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !ROLES.some((role) => role === name))
  return unknown === undefined
    ? { ok: true, roles: ROLES.filter((role) => names.includes(role)) }
    : { ok: false, unknown }
}
