package dev.limpet.benchmarks.webapp;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bean as applications keep them in sessions: some fields, a list, a map; all mutable. For one thread at a time. */
public final class Profile implements Serializable {
    private static final long serialVersionUID = 1;

    private String label;
    private int visits;
    private List<String> seen = new ArrayList<>();
    private Map<String, String> settings = new HashMap<>();

    public String getLabel() {
        return label;
    }

    public void setLabel(String label) {
        this.label = label;
    }

    public int getVisits() {
        return visits;
    }

    public void setVisits(int visits) {
        this.visits = visits;
    }

    public List<String> getSeen() {
        return seen;
    }

    public void setSeen(List<String> seen) {
        this.seen = seen;
    }

    public Map<String, String> getSettings() {
        return settings;
    }

    public void setSettings(Map<String, String> settings) {
        this.settings = settings;
    }
}
