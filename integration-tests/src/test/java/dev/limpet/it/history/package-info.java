/** Random schedules on real nodes under random faults, written down and judged afterwards. */
package dev.limpet.it.history;
