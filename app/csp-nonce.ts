import { createContext } from 'react'

/** The nonce that scripts of the document carry; empty in the browser, which does not show it to scripts. */
export const CspNonce = createContext('')
