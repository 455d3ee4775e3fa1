package dev.limpet.tomcat.faces;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Named;

/** What has been ordered in this session. */
@Named
@SessionScoped
public class Cart implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> items = new ArrayList<>();

    public List<String> getItems() {
        return items;
    }

    /** An action: only this object is changed, in place. */
    public void order(Draft draft) {
        items.addAll(draft.getLines());
    }
}
