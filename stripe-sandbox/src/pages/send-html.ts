import type { Request, Response } from 'express'
import { StripeApiError } from '../endpoints/core/stripe-error.ts'

/** Rejects a form from a page of another site. */
export const requireSameSite = (
  request: Request,
  _response: Response,
  next: (error?: unknown) => void,
): void => {
  const site = request.get('sec-fetch-site')
  const allowed = site === undefined || site === 'same-origin' || site === 'none'
  next(
    allowed
      ? undefined
      : new StripeApiError(403, { type: 'invalid_request_error', message: 'Not from another site.' }),
  )
}

export const sendHtml = (response: Response, html: string, returnsTo = ''): void => {
  response
    .set({
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${returnsTo}`,
      'referrer-policy': 'no-referrer-when-downgrade',
    })
    .type('html')
    .send(html)
}
