import type { CheckerMethods, CheckerNotices } from './checkerProtocol';
import type { CheckPanelMethods, CheckPanelNotices } from './checkPanelProtocol';
import type { InspectorMethods, InspectorNotices } from './inspectorProtocol';
import type { HostNotices, PanelMethods } from './panelProtocol';
import type { ServerMethods, ServerNotices } from './serverProtocol';

/** Each side of each port: what it answers, hears, asks and tells. */
export interface InspectorSide {
  answers: InspectorMethods;
  hears: object;
  asks: object;
  tells: InspectorNotices;
}

export interface InspectorClientSide {
  answers: object;
  hears: InspectorNotices;
  asks: InspectorMethods;
  tells: object;
}

export interface HostSide {
  answers: PanelMethods;
  hears: object;
  asks: object;
  tells: HostNotices;
}

export interface PanelSide {
  answers: object;
  hears: HostNotices;
  asks: PanelMethods;
  tells: object;
}

export interface ServerSide {
  answers: ServerMethods;
  hears: object;
  asks: object;
  tells: ServerNotices;
}

export interface ServerClientSide {
  answers: object;
  hears: ServerNotices;
  asks: ServerMethods;
  tells: object;
}

export interface CheckerSide {
  answers: CheckerMethods;
  hears: object;
  asks: object;
  tells: CheckerNotices;
}

export interface CheckerClientSide {
  answers: object;
  hears: CheckerNotices;
  asks: CheckerMethods;
  tells: object;
}

export interface CheckHostSide {
  answers: CheckPanelMethods;
  hears: object;
  asks: object;
  tells: CheckPanelNotices;
}

export interface CheckPanelSide {
  answers: object;
  hears: CheckPanelNotices;
  asks: CheckPanelMethods;
  tells: object;
}
