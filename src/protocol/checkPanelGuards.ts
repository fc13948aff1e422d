import type { CheckPanelMethods } from './checkPanelProtocol';
import { isBoolean, isNull, isRecord, isText, isWhole } from './checks';
import type { Guards } from './endpoint';

const index = isWhole(Number.MAX_SAFE_INTEGER);

/** The checks that the host makes before it acts on anything that the panel of a check says. */
export const checkPanelGuards: Guards<CheckPanelMethods> = {
  'panel/hello': isRecord({ protocol: isWhole(0xffff_ffff), build: isText(100) }),
  'host/ping': isNull,
  'check/start': isRecord({ acceptUntrustedCertificate: isBoolean }),
  'check/stop': isNull,
  'results/read': isRecord({ run: index, from: index }),
  'report/export': isNull,
};
