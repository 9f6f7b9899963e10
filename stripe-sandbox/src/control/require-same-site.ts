import type { Request, Response } from 'express'
import { StripeApiError } from '../endpoints/core/stripe-error.ts'

/** Rejects a form from a page of another site. */
export const requireSameSite = (
  request: Request,
  _response: Response,
  next: (error?: unknown) => void,
): void => {
  const site = request.get('sec-fetch-site')
  const origin = request.get('origin')
  // Old browsers send the origin only. Programs send neither.
  const allowed =
    site === undefined
      ? origin === undefined || origin === `${request.protocol}://${request.get('host')}`
      : site === 'same-origin' || site === 'none'
  next(
    allowed
      ? undefined
      : new StripeApiError(403, { type: 'invalid_request_error', message: 'Not from another site.' }),
  )
}
